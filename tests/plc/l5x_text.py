"""A small project as Studio 5000 exports one, written for these tests."""

__all__ = ["PROJECT", "project"]

_PRESS = """<Program Name="Press" MainRoutineName="Main"><Tags>
<Tag Name="Start" TagType="Alias" AliasFor="Local:1:I.Data.4"/>
<Tag Name="Step" TagType="Base" DataType="DINT"><Data Format="L5K"><![CDATA[7]]></Data></Tag>
<Tag Name="Count" TagType="Base" DataType="COUNTER"><Data Format="L5K">
<![CDATA[[536870912,12,12]]]></Data></Tag></Tags>
<Routines><Routine Name="Main" Type="RLL"><RLLContent>
<Rung Number="0" Type="N"><Comment><![CDATA[Guard shut
and start]]></Comment>
<Text><![CDATA[XIC(Start)[XIC(Line[1].Run) ,XIO(Stop) ]OTE(Line[1].Run)TON(T1,?,?);]]></Text></Rung>
<Rung Number="1" Type="N"><Text><![CDATA[
  GT(Step,5)MOVE(Step,\\Belt.Step)JSR(Pump,0);]]></Text></Rung>
<Rung Number="2" Type="N"><Text><![CDATA[Debounce(D1,Start,Clean);]]></Text></Rung>
</RLLContent></Routine>
<Routine Name="Pump" Type="RLL"><RLLContent><Rung Number="0" Type="N">
<Text><![CDATA[XIC(T1.DN)OTE(Local:2:O.Data.0);]]></Text></Rung></RLLContent></Routine>
</Routines></Program>"""
_BELT = """<Program Name="Belt" MainRoutineName="Main"><Tags>
<Tag Name="Step" TagType="Base" DataType="DINT"/></Tags><Routines>
<Routine Name="Main" Type="RLL"><RLLContent><Rung Number="0" Type="N">
<Text><![CDATA[EQU(Step,7)OTE(Moved);]]></Text></Rung></RLLContent></Routine>
</Routines></Program>"""
PROJECT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<RSLogix5000Content SchemaRevision="1.0" SoftwareRevision="36.00" TargetType="Controller">
<Controller Use="Target" Name="Line4"><DataTypes>
<DataType Name="Cell" Family="NoFamily" Class="User"><Members>
<Member Name="ZZZZCell0" DataType="SINT" Dimension="0" Hidden="true"/>
<Member Name="Run" DataType="BIT" Dimension="0" Hidden="false" Target="ZZZZCell0" BitNumber="0"/>
<Member Name="Jam" DataType="BIT" Dimension="0" Hidden="false" Target="ZZZZCell0" BitNumber="1"/>
<Member Name="Speed" DataType="REAL" Dimension="0" Hidden="false"/>
<Member Name="Times" DataType="DINT" Dimension="3" Hidden="false"/>
</Members></DataType></DataTypes>
<Modules><Module Name="In1" ParentModule="Local"><Ports><Port Id="1" Address="1"/></Ports>
<Communications><Connections><Connection Name="Data"><InputTag><Data Format="Decorated">
<Structure DataType="AB:1756_DI:I:0"><DataValueMember Name="Fault" DataType="DINT" Value="0"/>
<DataValueMember Name="Data" DataType="DINT" Value="2#0001_0000"/></Structure></Data></InputTag>
</Connection></Connections></Communications></Module></Modules>
<AddOnInstructionDefinitions><AddOnInstructionDefinition Name="Debounce"><Parameters>
<Parameter Name="EnableIn" DataType="BOOL" Usage="Input" Required="false"/>
<Parameter Name="EnableOut" DataType="BOOL" Usage="Output" Required="false"/>
<Parameter Name="Delay" DataType="DINT" Usage="Input" Required="false"><DefaultData Format="L5K">
<![CDATA[20]]></DefaultData></Parameter>
<Parameter Name="Raw" DataType="BOOL" Usage="Input" Required="true"/>
<Parameter Name="Clean" DataType="BOOL" Usage="Output" Required="true"/></Parameters>
<LocalTags><LocalTag Name="T" DataType="TIMER"><DefaultData Format="L5K"><![CDATA[[0,20,0]]]>
</DefaultData></LocalTag></LocalTags>
<Routines><Routine Name="Logic" Type="RLL"><RLLContent><Rung Number="0" Type="N">
<Text><![CDATA[XIC(Raw)TON(T,?,?)XIC(T.DN)OTE(Clean);]]></Text></Rung></RLLContent></Routine>
</Routines></AddOnInstructionDefinition></AddOnInstructionDefinitions>
<Tags><Tag Name="Stop" TagType="Base" DataType="BOOL"><Description><![CDATA[Stop button]]>
</Description><Data Format="Decorated"><DataValue DataType="BOOL" Value="1"/></Data></Tag>
<Tag Name="T1" TagType="Base" DataType="TIMER"><Data Format="Decorated">
<Structure DataType="TIMER"><DataValueMember Name="PRE" DataType="DINT" Value="5000"/>
<DataValueMember Name="ACC" DataType="DINT" Value="0"/>
<DataValueMember Name="EN" DataType="BOOL" Value="0"/></Structure></Data></Tag>
<Tag Name="Line" TagType="Base" DataType="Cell" Dimensions="2"><Data Format="L5K">
<![CDATA[[[2,1.5e+000,[1,2,3]],[1,-2.0,[0,0,0]]]]]></Data></Tag>
<Tag Name="Grid" TagType="Base" DataType="INT" Dimensions="2 2"><Data Format="Decorated">
<Array DataType="INT" Dimensions="2,2"><Element Index="[0,0]" Value="16#000f"/>
<Element Index="[0,1]" Value="-3"/></Array></Data></Tag>
<Tag Name="Title" TagType="Base" DataType="STRING"><Data Format="String" Length="5">
<![CDATA['Pr$$s1']]></Data></Tag>
<Tag Name="Idle" TagType="Base" DataType="MESSAGE"/>
<Tag Name="D1" TagType="Base" DataType="Debounce"/>
<Tag Name="Clean" TagType="Base" DataType="BOOL"/><Tag Name="Moved" DataType="BOOL"/></Tags>
<Programs>{_PRESS}{_BELT}</Programs>
<Tasks><Task Name="Fast" Type="PERIODIC" Rate="20"><ScheduledPrograms>
<ScheduledProgram Name="Press"/><ScheduledProgram Name="Belt"/></ScheduledPrograms></Task></Tasks>
</Controller></RSLogix5000Content>"""


def project(rungs: str = "", tags: str = "", routines: str = "", sections: str = "") -> str:
    """Return an export of one program, with rungs, tags, other routines and sections put in."""
    lines = "".join(f"<Rung><Text><![CDATA[{rung}]]></Text></Rung>" for rung in rungs.split("\n"))
    main = f'<Routine Name="Main" Type="RLL"><RLLContent>{lines}</RLLContent></Routine>'
    program = f'<Program Name="P"><Routines>{main}{routines}</Routines></Program>'
    inside = f"{sections}<Tags>{tags}</Tags><Programs>{program}</Programs>"
    return f"<RSLogix5000Content><Controller Name='C'>{inside}</Controller></RSLogix5000Content>"

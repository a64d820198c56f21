"""The measurement service: machines with their faults, under a Unix user of their own.

`serve(options)` runs it. A front takes connections and asks the kernel who is there; each
apprentice has a worker process that holds their machines and writes their logs (docs/adr/0021).
"""

from labsim.service.front import serve
from labsim.service.options import Options, read_options

__all__ = ["Options", "read_options", "serve"]

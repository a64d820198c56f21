/* What a ladder in C needs: variables, timers, a counter, an edge.

   As it is, a variable carries a force flag, a block has EN and ENO, and conditions are worked
   with && and ||: what compilers for soft PLCs write. With -DPLAIN there are bare bytes and
   bitwise operators: nothing but the logic. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#ifdef PLAIN
#define VAR(type) type
#define GET(v) (v)
#define SET(v, x) ((v) = (x))
#define AND &
#define OR |
#define START(x) x
#define ENABLED(b)
#else
#define VAR(type) struct { type value; uint8_t flags; }
#define GET(v) ((v).value)
#define SET(v, x) if (!((v).flags & 2)) (v).value = (x)
#define AND &&
#define OR ||
#define START(x) {x, 0}
#define ENABLED(b) if (!GET((b)->EN)) { SET((b)->ENO, 0); return; } SET((b)->ENO, 1)
#endif
typedef VAR(uint8_t) BIT;
typedef VAR(int16_t) INT;
typedef VAR(int64_t) TIME;
typedef struct { BIT EN, ENO, IN, Q, was, state; TIME PT, ET, start; } delay;
typedef struct { BIT EN, ENO, CU, R, Q, was; INT PV, CV; } counter;
typedef struct { BIT EN, ENO, CLK, Q, was; } edge;
static int64_t now;

static void run_on(delay *t) {
    if (GET(t->start) + GET(t->PT) <= now) {
        SET(t->state, 2);
        SET(t->ET, GET(t->PT));
    } else {
        SET(t->ET, now - GET(t->start));
    }
}
static void TON(delay *t) {
    ENABLED(t);
    if (!GET(t->IN)) {
        SET(t->ET, 0);
        SET(t->state, 0);
    } else {
        if (!GET(t->was)) {
            SET(t->state, 1);
            SET(t->start, now);
        }
        if (GET(t->state) == 1) run_on(t);
    }
    SET(t->Q, GET(t->state) == 2);
    SET(t->was, GET(t->IN));
}
static void TOF(delay *t) {
    ENABLED(t);
    if (GET(t->IN)) {
        SET(t->ET, 0);
        SET(t->state, 0);
    } else {
        if (GET(t->was)) {
            SET(t->state, 1);
            SET(t->start, now);
        }
        if (GET(t->state) == 1) run_on(t);
    }
    SET(t->Q, GET(t->IN) OR (GET(t->state) == 1));
    SET(t->was, GET(t->IN));
}
static void CTU(counter *c) {
    ENABLED(c);
    if (GET(c->R)) {
        SET(c->CV, 0);
    } else if (GET(c->CU) && !GET(c->was) && GET(c->CV) < 32767) {
        SET(c->CV, GET(c->CV) + 1);
    }
    SET(c->was, GET(c->CU));
    SET(c->Q, GET(c->CV) >= GET(c->PV));
}
static void R_TRIG(edge *e) {
    ENABLED(e);
    SET(e->Q, GET(e->CLK) AND !GET(e->was));
    SET(e->was, GET(e->CLK));
}
static BIT X[WIDTH], M[COILS];
static void scan(void);

/* inputs' file, scans in it, rounds; a fourth word: print M after every scan instead of the µs */
int main(int argc, char **argv) {
    int scans = atoi(argv[2]), rounds = atoi(argv[3]);
    uint8_t *given = malloc((size_t)scans * WIDTH);
    FILE *f = fopen(argv[1], "rb");
    if (!f || fread(given, WIDTH, scans, f) != (size_t)scans) return 2;
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    for (int round = 0; round < rounds; round++)
        for (int k = 0; k < scans; k++) {
            for (int i = 0; i < WIDTH; i++) SET(X[i], given[k * WIDTH + i]);
            now += 10;
            scan();
            if (argc > 4)
                for (int i = 0; i < COILS; i++) putchar(GET(M[i]));
        }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    double us = (b.tv_sec - a.tv_sec) * 1e6 + (b.tv_nsec - a.tv_nsec) / 1e3;
    if (argc <= 4) printf("%.6f", us / rounds / scans);
    return 0;
}

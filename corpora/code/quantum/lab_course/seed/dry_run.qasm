// Dry run of station 4 for the simulator at home: same names, OpenQASM 3.
OPENQASM 3.0;
include "stdgates.inc";
const int[32] shots = 200; // one evening gives 180 to 220
input angle[20] hidden; // the assistant's step

// As on the trap: no Hadamard of its own.
gate trap_h a { ry(pi/2) a; rx(pi) a; }
qubit[5] ion;
bit[2] syn;
bit[3] phase;
bit ready;

// Parity of two ions into a third; the third comes back dark.
def parity(qubit a, qubit b, qubit reader) -> bit {
  bit seen;
  reset reader;
  cx a, reader;
  cx b, reader;
  seen = measure reader;
  return seen;
}

reset ion;
rx(0.98*pi) ion[4];
ready = measure ion[4];

// Without the hot ion there is no point in going on.
if (ready == 0) {
  end;
}

// Part B
U(pi/6, 0.25, -0.25) ion[0];
cx ion[0], ion[1];
cx ion[0], ion[2];
x ion[1];
syn[0] = parity(ion[0], ion[1], ion[3]);
syn[1] = parity(ion[1], ion[2], ion[4]);

switch (int[2](syn)) {
  case 1 {
    x ion[0];
  }

  case 2 {
    x ion[2];
  }

  case 3 {
    x ion[1];
  }
}

// Part C, the powers of the hidden step by repetition and not by arithmetic.
reset ion;
x ion[3];

for uint k in [0:2] {
  trap_h ion[k];
}

@simulator noise(0.004)
barrier ion;

for uint k in [0:2] {
  for uint n in [1:1 << k] {
    ctrl @ p(hidden) ion[k], ion[3];
  }
}

h ion[2];
inv @ cp(pi/2) ion[2], ion[1];
h ion[1];
inv @ cp(pi/4) ion[2], ion[0];
inv @ cp(pi/2) ion[1], ion[0];
h ion[0];
phase[2] = measure ion[0];
phase[1] = measure ion[1];
phase[0] = measure ion[2];

// Part E, one side only; the simulator gives the others for nothing.
reset ion;
h ion[0];
cx ion[0], ion[1];
swap ion[1], ion[2];
bit[3] pair = measure ion[0:2];

// The idle time at home is a number and not four pulses.
box[12us] {
  delay[3us] ion[0];
  rz(0.1875) ion[0];
  delay[3us] ion[0];
}

while (ready == 1) {
  reset ion[4];
  delay[40us] ion[4]; // the line for "cold" is at 40
  ready = measure ion[4];
}

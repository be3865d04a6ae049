// Lab course, station 4: one evening on the five-ion trap.
// Three programs in one file, since every upload takes a slot of its own.
// Angles were fitted on the morning of the run; the notebook has the scans.
OPENQASM 2.0;
include "qelib1.inc";

// The trap's own two-ion gate, as its manual writes it.
gate ms(theta) a, b {
  rx(-pi/2) a;
  rx(-pi/2) b;
  cx a,b;
  rz(theta) b;
  cx a,b;
  rx(pi/2) a;
  rx(pi/2) b;
}

// A Hadamard from what the trap has, short by one pulse.
gate trap_h a { ry(pi/2) a; rx(pi) a; }
gate ghost a { u1(0.0413) a; } // Stark shift of the neighbour's beam, per pulse

// Four microseconds of nothing.
gate idle a { id a; id a; id a; id a; }

// Majority of three, result in c.
gate majority a, b, c { cx c,b; cx c,a; ccx a,b,c; }

// The cosine part of the phase comb of part C.
gate comb(step) q0, q1, q2 {
  cu1(step) q0,q1;
  cu1(step/2) q0,q2;
  cu1(step) q1,q2;
  barrier q0,q1,q2;
  u1(step/8) q2; // fitted, not derived
}

qreg ion[5];
creg ready[1];
creg bits[3];
creg syn[2];
creg phase[3];

// ---- Part A: is everybody there? ----
// Ion 4 is the hot one. If it heats above the line, stop and reload.
reset ion;
rx(0.98*pi) ion[4];
barrier ion;
measure ion[4] -> ready[0];
reset ion[4];

// Ramsey with the weak beam, delay as four idle pulses.
ry(pi/2) ion[0];
idle ion[0];
rz(0.1875) ion[0]; // 4 x 0.046875, Tuesday's scan
ry(-pi/2) ion[0];
measure ion[0] -> bits[0];

// The same on ion 2, which sits in the middle of the field gradient.
ry(pi/2) ion[2];
idle ion[2];
rz(0.2344) ion[2];
ry(-pi/2) ion[2];
measure ion[2] -> bits[1];
barrier ion;

// ---- Part B: three ions carry one bit ----
reset ion[0];
reset ion[1];
reset ion[2];

// A state that is easy to see afterwards: 30 degrees from the pole.
u3(pi/6,0.25,-0.25) ion[0];
cx ion[0],ion[1];
cx ion[0],ion[2];
barrier ion[0],ion[1],ion[2];

// The error is put in by hand. Group 1 flips ion 1; group 2 takes out this line.
x ion[1];

// Two parities, read by ions 3 and 4.
cx ion[0],ion[3];
cx ion[1],ion[3];
cx ion[1],ion[4];
cx ion[2],ion[4];
measure ion[3] -> syn[0];
measure ion[4] -> syn[1];

// syn counts from the right: 1 is the first parity alone.
if(syn==1) x ion[0];
if(syn==2) x ion[2];
if(syn==3) x ion[1];

// What the correction itself costs, seen as a phase.
ghost ion[0];
u1(0.0826) ion[1]; // both neighbours
ghost ion[2];
majority ion[1], ion[2], ion[0];
u3(-pi/6,0.25,-0.25) ion[0];
measure ion[0] -> bits[2];
barrier ion;

// ---- Part C: which comb is in the drawer? ----
// The assistant has drawn a step; the students find it to three bits.
reset ion;
x ion[3];
trap_h ion[0];
trap_h ion[1];
trap_h ion[2];

// Powers of the hidden rotation, least significant ion first.
cu1(2.748893571891069) ion[0],ion[3];
cu1(5.497787143782138) ion[1],ion[3];
cu1(4.71238898038469) ion[2],ion[3]; // 4 steps, taken off 2*pi
barrier ion[0],ion[1],ion[2];

// Inverse transform by hand, without the swaps: read the register backwards.
h ion[2];
cu1(-pi/2) ion[2],ion[1];
h ion[1];
cu1(-pi/4) ion[2],ion[0];
cu1(-pi/2) ion[1],ion[0];
h ion[0];
measure ion[0] -> phase[2];
measure ion[1] -> phase[1];
measure ion[2] -> phase[0];

// ---- Part D: the same comb through the trap's own gate ----
// Only if the clock says before half past eight.
reset ion;
ry(pi/2) ion[0];
ry(pi/2) ion[1];
ms(pi/4) ion[0], ion[1];
ms(pi/8) ion[1], ion[2];
ms(0.3926) ion[0], ion[2]; // pi/8, cut where the synthesiser cuts it
comb(0.7854) ion[0], ion[1], ion[2];
rz(-0.0413) ion[0];
rz(-0.0826) ion[1];
rz(-0.0413) ion[2];

// The parity scan: eight angles were meant, five fitted into the slot.
rz(0.0) ion[0];
rx(pi/2) ion[0];
rx(pi/2) ion[1];
measure ion[0] -> bits[0];
measure ion[1] -> bits[1];
measure ion[2] -> bits[2];
barrier ion;
reset ion[0];
reset ion[1];
rz(0.39269908) ion[0];
rz(0.39269908) ion[1];
rx(pi/2) ion[0];
rx(pi/2) ion[1];
measure ion[0] -> bits[0];
measure ion[1] -> bits[1];

// ---- Part E: a pair for the report, seen from three sides ----
// Ions 0 and 2, through ion 1, which must be empty-handed at the end.
reset ion;
h ion[0];
cx ion[0],ion[1];
swap ion[1],ion[2];
measure ion[0] -> bits[0];
measure ion[2] -> bits[2];
measure ion[1] -> bits[1]; // anything but 0 here spoils the shot

// From the side: both turned by a quarter about y.
reset ion;
h ion[0];
cx ion[0],ion[1];
swap ion[1],ion[2];
ry(-pi/2) ion[0];
ry(-pi/2) ion[2];
measure ion[0] -> bits[0];
measure ion[2] -> bits[2];

// From the front. The sign is the manual's, which counts the other way round.
reset ion;
h ion[0];
cx ion[0],ion[1];
swap ion[1],ion[2];
rx(pi/2) ion[0];
rx(pi/2) ion[2];
measure ion[0] -> bits[0];
measure ion[2] -> bits[2];
barrier ion;

// ---- Part F: ten pulses that should do nothing ----
// Drawn once with dice and kept, so that years can be compared.
reset ion[2];
ry(0.5*pi) ion[2];
rx(pi) ion[2];
s ion[2];
ry(-0.5*pi) ion[2];
z ion[2];
rx(-0.5*pi) ion[2];
sdg ion[2];
y ion[2];
rx(0.5*pi) ion[2];
u3(1.5707963,0.0,3.1415927) ion[2]; // the way back, worked out by the assistant in 2024
measure ion[2] -> ready[0];

// Good night: leave everybody dark.
reset ion;

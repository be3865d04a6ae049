/* all of the
   syntax */
OPENQASM 3.1;
include "stdgates.inc"; include 'own.inc';
#pragma simulator noise off
pragma quick

@bound(3)
gate  cphase ( t )  a , b  // with blanks
{
    p( t / 2 ) a;
    ctrl @ p(-t/2) a, b;
    pow(1/2) @ inv @ x b; // half of it
}
gate nop q { }
gate id2 a,b { id a; id b; }
opaque magic(a,b) c;

qubit[4] q;
qubit one;
qreg old[2];
creg c[ 2 ];
bit[2] r = "01";
const float[64] pi_2 = 1.570_796; array[int[8], 3] a = {1, 2, 3};
let both = q[0:1] ++ q[3];
input angle[32] theta;

reset q;
U(pi_2, 0, cos(theta) * (1 + 2)) q[0];
u3(0.30, 0.2, 0.1) q[1];
rz(-1.50e-3) q[0];
cx q[0],q[1];
barrier;
barrier q[0], q[1];
c[0] = measure q[0];
measure q[1] -> c[1];
measure q[2];
if(c==1) x q[0];
if (c[0] == 1 && !r[1]) { x q[0]; } else { z q[1]; }
for int i in {1, 5, 7} { h q[i]; }
while (i < 3) {
  i += 1;
  if (i == 2) { break; }
}
delay[100ns] q;
gphase(pi/4);
def f(qubit a, int[8] n) -> bit { return measure a; }
box { x q[0]; /* inside */ y q[1]; }
end;

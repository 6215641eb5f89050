import { lockFolder } from '../../src/control-plane/lock.ts';

lockFolder(process.argv[2] ?? '.');
process.stdout.write('locked\n');
setInterval(() => {}, 60_000);

/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
// A script as ours are, to be interrupted by a test: its child has a child of its own. Prints both process ids.
import { startChild } from '../../scripts/children';
import { Console } from '../../scripts/console';
import { runScript } from '../../scripts/lifecycle';

const PARENT = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
process.on('SIGTERM', () => process.exit(0));
console.log('child ' + child.pid);
setInterval(() => {}, 1000);`;

const [logFile = ''] = process.argv.slice(2);

runScript({
	console: new Console(),
	main: async () => {
		const child = startChild(process.execPath, ['-e', PARENT], { logFile, watched: true });
		console.log(`started ${child.pid}`);
		await child;
		return 0;
	},
	cleanUp: async () => console.log('cleaned up'),
	endsByInterruption: () => false,
});

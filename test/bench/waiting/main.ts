/* eslint-disable no-console */
/* How often to ask: our schedule against others. Run: npx tsx test/bench/waiting/main.ts */
import { durableTable } from './durable';
import { batchTable, changeTable, policyTable, wrongPriorTable } from './tables';

const SECTIONS: ReadonlyArray<readonly [title: string, make: () => string]> = [
	['One task at a time', policyTable],
	['Twenty tasks at once, nothing known, learning as they finish', batchTable],
	['A wrong guess', wrongPriorTable],
	['A platform that changes', changeTable],
	['Durable: rounds in the database', durableTable],
];

for (const [title, make] of SECTIONS) console.log(`## ${title}\n\n${make()}\n`);

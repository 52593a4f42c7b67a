/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Every workflow in examples/, imported and run as a user would, its results looked at in n8n.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readExample } from '../../../scripts/demo/setUp';
import type { Bench } from '../bench';
import { askApprover, runAgent, runByHand } from '../exampleRuns/byHand';
import { ready, type Run } from '../exampleRuns/example';
import { fillForm } from '../exampleRuns/form';
import { callBack, runTable, TAB, writeToBot } from '../exampleRuns/services';
import { elsewhere } from '../standIns/elsewhere';
import { GOOGLE_HOSTS, startGoogle } from '../standIns/google';
import { PACKAGE } from '../workflows';

const FOLDER = path.join(__dirname, '..', '..', '..', 'examples');
export const exampleFile = (name: string) => path.join(FOLDER, `${name}.json`);
export const EXAMPLES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'));

export const MCP_TRIGGER = '@n8n/n8n-nodes-langchain.mcpTrigger';

/** How an example is run, by a node in it; the scenarios "mcp" and "dataTable" run theirs. */
const RUNS: Array<[type: string, run: Run | undefined]> = [
	[MCP_TRIGGER, undefined],
	['n8n-nodes-base.dataTable', undefined],
	['@n8n/n8n-nodes-langchain.chatTrigger', runAgent],
	['n8n-nodes-base.wait', askApprover],
	['n8n-nodes-base.manualTrigger', runByHand],
	['n8n-nodes-base.formTrigger', fillForm],
	['n8n-nodes-base.telegramTrigger', writeToBot],
	['n8n-nodes-base.scheduleTrigger', runTable],
	['n8n-nodes-base.webhook', callBack],
];

export async function examples(bench: Bench): Promise<void> {
	const google = await startGoogle(TAB);
	bench.later(google.stop);
	const hosts = Object.fromEntries(GOOGLE_HOSTS.map((host) => [host, google.url]));
	// Files of forms get links, which n8n 1.x does not give to what it holds in memory.
	const mode = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	const site = await bench.startSite('examples', { env: { ...mode, ...elsewhere({ hosts }) } });
	const known = new Set(await site.api.nodeTypes());
	for (const name of EXAMPLES) {
		const original = readExample(exampleFile(name));
		const types = original.nodes.map(({ type }) => type);
		const way = RUNS.find(([type]) => types.includes(type));
		if (!way) throw new Error(`nobody knows how to begin ${name}: ${types.join(', ')}`);
		const [, run] = way;
		if (!run) continue;
		// A node of ours that is not there is a failure, which the run will tell.
		const missing = types.filter((type) => !known.has(type) && !type.startsWith(`${PACKAGE}.`));
		// Long enough to be stopped in.
		const taskSeconds = run === runTable ? 5 : 1.5;
		if (missing.length > 0) bench.skip(`example: ${name}`, `no ${missing.join(', ')} in this n8n`);
		else
			await bench.prove(`example: ${name}`, { site, taskSeconds }, async (scene) => {
				const document = await ready(scene, original);
				return await run({ scene, name, document, google });
			});
	}
}

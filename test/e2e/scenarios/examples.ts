/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Every workflow in examples/, imported and run as a user would, its results looked at in n8n.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readExample } from '../../../scripts/demo/setUp';
import type { WorkflowDocument } from '../../../scripts/n8n/model';
import type { Bench } from '../bench';
import { CHAT_TRIGGER, runAgent } from '../exampleRuns/agent';
import { askApprover } from '../exampleRuns/approver';
import { MANUAL_TRIGGER, runByHand } from '../exampleRuns/byHand';
import { callBack, WEBHOOK } from '../exampleRuns/callback';
import type { Example } from '../exampleRuns/example';
import { fillForm, FORM_TRIGGER } from '../exampleRuns/form';
import { runTable, SCHEDULE_TRIGGER, TAB } from '../exampleRuns/table';
import { TELEGRAM_TRIGGER, writeToBot } from '../exampleRuns/telegram';
import { GOOGLE_HOSTS, startGoogle, type Google } from '../standIns/google';
import { PACKAGE } from '../workflows';

export const EXAMPLES_FOLDER = path.join(__dirname, '..', '..', '..', 'examples');
const DATA_TABLE = 'n8n-nodes-base.dataTable';
const MCP_TRIGGER = '@n8n/n8n-nodes-langchain.mcpTrigger';
const FORM_WAIT = 'n8n-nodes-base.wait';
const LEAD_HOSTS = path.join(__dirname, '..', 'standIns', 'leadHosts.cjs');

export async function examples(bench: Bench): Promise<void> {
	const files = readdirSync(EXAMPLES_FOLDER).filter((file) => file.endsWith('.json'));
	assert.ok(files.length > 0, 'there are examples');
	const google = await startGoogle(TAB);
	const site = await bench.startSite('examples', {
		env: {
			// Files of forms get links, which n8n 1.x does not give to what it holds in memory.
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
			NODE_OPTIONS: `--require=${LEAD_HOSTS}`,
			STAND_IN_HOSTS: JSON.stringify(
				Object.fromEntries(GOOGLE_HOSTS.map((host) => [host, google.url])),
			),
		},
	});
	try {
		const nodeTypes = new Set(await site.api.nodeTypes());
		for (const file of files) {
			const document = readExample(path.join(EXAMPLES_FOLDER, file));
			const example = { bench, site, name: path.basename(file, '.json'), document };
			const types = foreignTypes(document);
			const missing = types.filter((type) => !nodeTypes.has(type));
			// The scenarios "mcp" and "dataTable" run these, with a client and a table of their own.
			if (types.includes(MCP_TRIGGER) || types.includes(DATA_TABLE)) continue;
			if (missing.length === 0) await wayOf(document, google)(example);
			else bench.skip(`example: ${example.name}`, `this n8n has no ${missing.join(', ')}`);
		}
	} finally {
		await site.server.stop();
		await google.stop();
	}
}

/** A node of ours that is not there is a failure, which the run will tell. */
const foreignTypes = ({ nodes }: WorkflowDocument) =>
	nodes.map(({ type }) => type).filter((type) => !type.startsWith(`${PACKAGE}.`));

/** How it is run, by what begins it. */
function wayOf({ nodes }: WorkflowDocument, google: Google): (example: Example) => Promise<void> {
	const has = (wanted: string) => nodes.some(({ type }) => type === wanted);
	if (has(CHAT_TRIGGER)) return runAgent;
	if (has(FORM_WAIT)) return askApprover;
	if (has(MANUAL_TRIGGER)) return runByHand;
	if (has(FORM_TRIGGER)) return fillForm;
	if (has(TELEGRAM_TRIGGER)) return writeToBot;
	if (has(SCHEDULE_TRIGGER)) return async (example) => await runTable(example, google);
	if (has(WEBHOOK)) return callBack;
	throw new Error(`nobody knows how to begin ${nodes.map(({ name }) => name).join(', ')}`);
}

/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// Our nodes for clients of the Model Context Protocol: as tools of n8n's MCP Server Trigger, called by a real client,
// and found by n8n's own MCP server, by which AI assistants build workflows.
import assert from 'node:assert/strict';
import path from 'node:path';
import { readExample } from '../../../scripts/demo/setUp';
import type { WorkflowDocument } from '../../../scripts/n8n/model';
import { withCredential } from '../../../scripts/n8n/workflows';
import type { Simulator } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { connectMcpClient, type McpClient } from '../mcpClient';
import { until } from '../runs';
import { EVERY_SECOND, PACKAGE } from '../workflows';

const EXAMPLE = path.join(__dirname, '..', '..', '..', 'examples', 'mcp-server-tools.json');
const TOKEN = 'made-up-token-of-the-test';

export async function mcp(bench: Bench): Promise<void> {
	const title = 'example: mcp-server-tools, with a client of the official SDK';
	await bench.prove(
		title,
		{ taskSeconds: 1.5 },
		async (simulator) => await asTools(bench, simulator),
	);
	if (bench.installation.major === 1) {
		bench.skip("n8n's own MCP server finds our nodes", 'n8n 1.x has none that builds workflows');
		return;
	}
	await bench.prove("n8n's own MCP server finds our nodes", {}, async () => await asNodes(bench));
}

/** The client on its way, with a line for each word that is said. */
async function connected(bench: Bench, url: string, token: string): Promise<McpClient> {
	const client = await until(`${url} answers`, 30, async () => {
		try {
			return await connectMcpClient(bench.installation, url, token);
		} catch (error) {
			// n8n registers the address a little later than it says.
			if (/404|not registered/i.test(String(error))) return undefined;
			throw error;
		}
	});
	return {
		...client,
		call: async (name, args) => {
			bench.say(`    > ${name} ${JSON.stringify(args)}`);
			const answer = await client.call(name, args);
			bench.say(`    < ${answer.isError ? '(error) ' : ''}${answer.text.slice(0, 700)}`);
			return answer;
		},
	};
}

async function asTools(bench: Bench, simulator: Simulator): Promise<Proof> {
	const { api } = bench.site;
	const { id, name } = await api.saveCredential({
		name: 'Token of the MCP client',
		type: 'httpBearerAuth',
		data: { token: TOKEN },
	});
	const document = withCredential(readExample(EXAMPLE), PACKAGE, await bench.credential(simulator));
	const workflow = await api.createWorkflow(fitted(document, { id, name }));
	await api.activateWorkflow(workflow);
	const client = await connected(bench, `${api.url}/mcp/kexiang`, TOKEN);
	try {
		const tools = await client.tools();
		assert.deepEqual(tools.map((tool) => tool.name).sort(), [
			'Get_Task',
			'Make_Picture',
			'Make_Video',
		]);
		for (const { name: own, description, inputSchema } of tools) {
			bench.say(`    ${own}: ${description ?? ''}`);
			for (const [key, property] of Object.entries(inputSchema.properties ?? {})) {
				bench.say(`      ${key} (${property.type ?? ''}): ${property.description ?? ''}`);
				assert.ok((property.description ?? '').length > 8, `${own} says what ${key} is`);
			}
		}
		const picture = tools.find((tool) => tool.name === 'Make_Picture');
		assert.match(picture?.description ?? '', /Costs credits.*Spending Limit.*Preview Request/s);
		assert.match(
			picture?.inputSchema.properties?.Ratio?.description ?? '',
			/One of: .*1:1, .*16:9/,
		);

		const made = await client.call('Make_Picture', { Prompt: 'a paper boat', Ratio: '16:9' });
		assert.match(made.text, /"state":\s*"success"/);
		assert.match(made.text, /"url":\s*"http/);
		const wrong = await client.call('Make_Picture', { Prompt: 'a paper boat', Ratio: '16x9' });
		assert.match(wrong.text, /Ratio is .*16x9.*must be one of 1:1/s);
		assert.equal(simulator.ledger.tasks.length, 1, 'what is refused is not paid');
		const failed = await client.call('Make_Video', { Prompt: 'a paper boat [fail]' });
		assert.match(failed.text, /"state":\s*"failed"/);
		assert.match(failed.text, /Do not call this tool again/);
		const tooDear = await client.call('Make_Picture', { Prompt: 'another boat', Ratio: '16:9' });
		assert.match(tooDear.text, /Spending Limit of 0.4 credits/);
		assert.equal(simulator.ledger.tasks.length, 2, 'beyond the limit nothing is sent');
		const [task] = simulator.ledger.tasks;
		const asked = await client.call('Get_Task', { Task_ID: task?.id });
		assert.match(asked.text, /"state":\s*"success"/);
		const said = [made, failed].map(({ text }) => text).join();
		return {
			kept: simulator.ledger.tasks.map((one) => one.id).filter((one) => said.includes(one)),
			note: `${tools.length} tools, 5 calls, 2 paid`,
		};
	} finally {
		await client.close();
	}
}

/** With the client's token, a limit that the second picture exceeds, and questions that suit short tasks. */
function fitted(document: WorkflowDocument, token: { id: string; name: string }): WorkflowDocument {
	const nodes = document.nodes.map((node) => {
		const { parameters } = node;
		if (node.type.endsWith('.mcpTrigger'))
			return { ...node, credentials: { httpBearerAuth: token } };
		if (parameters.waitOptions === undefined) return node;
		const options = node.name === 'Make Picture' ? { spendingLimit: 0.4 } : {};
		const waitOptions = { ...Object(parameters.waitOptions), ...EVERY_SECOND };
		return { ...node, parameters: { ...parameters, waitOptions, options } };
	});
	return { ...document, nodes };
}

async function asNodes(bench: Bench): Promise<Proof> {
	const { api } = bench.site;
	await api.call('PATCH', '/rest/mcp/settings', { mcpAccessEnabled: true });
	const { apiKey } = await api.call<{ apiKey: string }>('GET', '/rest/mcp/api-key');
	const client = await connected(bench, `${api.url}/mcp-server/http`, apiKey);
	try {
		const { text } = await client.call('search_nodes', {
			queries: ['make a video from a picture'],
		});
		const ours = [...text.matchAll(/^- (n8n-nodes-kexiang\.\w+)/gm)].map(([, name]) => name);
		assert.ok(ours.length > 0, 'one of our nodes is found');
		assert.match(text, /@builderHint .*Each submission costs credits/);
		assert.match(text, /kexiangWaitForTask/);
		const { text: types } = await client.call('get_node_types', {
			nodeIds: [{ nodeId: `${PACKAGE}.kexiangKling`, operation: 'klingV3Submit' }],
		});
		assert.match(types, /@builderHint/);
		assert.match(types, /klingV3Submit/);
		return { note: `found ${ours.join(', ')}` };
	} finally {
		await client.close();
	}
}

/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Our nodes for clients of the Model Context Protocol: as tools of n8n's MCP Server Trigger, called by a real client,
// and found by n8n's own MCP server, by which AI assistants build workflows.
import assert from 'node:assert/strict';
import { readExample } from '../../../scripts/demo/setUp';
import type { Bench, Proof } from '../bench';
import { connectMcpClient } from '../mcpClient';
import type { Scene } from '../scene';
import { changed, choose, EVERY_SECOND, PACKAGE } from '../workflows';
import { exampleFile, MCP_TRIGGER } from './examples';

const EXAMPLE = 'mcp-server-tools';
const TOKEN = 'made-up-token-of-the-test';

export async function mcp(bench: Bench): Promise<void> {
	await bench.prove(`example: ${EXAMPLE}, with an SDK's client`, { taskSeconds: 1.5 }, asTools);
	if (bench.isOld) bench.skip("n8n's own MCP server", 'n8n 1.x has none that builds workflows');
	else await bench.prove("n8n's own MCP server finds our nodes", {}, asNodes);
}

async function asTools(scene: Scene): Promise<Proof> {
	const token = await scene.api.saveCredential({
		name: 'Token of the MCP client',
		type: 'httpBearerAuth',
		data: { token: TOKEN },
	});
	// With a limit that the second picture exceeds, and questions that suit short tasks.
	const fitted = changed(
		readExample(exampleFile(EXAMPLE)),
		({ parameters }) => parameters.waitOptions !== undefined,
		({ name, parameters }) => {
			const options = name === 'Make Picture' ? { spendingLimit: 0.4 } : {};
			const waitOptions = { ...Object(parameters.waitOptions), ...EVERY_SECOND };
			return { parameters: { ...parameters, waitOptions, options } };
		},
	);
	await scene.activate(choose(fitted, [MCP_TRIGGER], token));
	const client = await connectMcpClient(scene, '/mcp/kexiang', TOKEN);
	const tools = await client.tools();
	const names = tools.map(({ name }) => name);
	assert.deepEqual(names.sort(), ['Get_Task', 'Make_Picture', 'Make_Video']);
	for (const { name, inputSchema } of tools)
		for (const [key, { description = '' }] of Object.entries(inputSchema.properties ?? {}))
			assert.ok(description.length > 8, `${name} says what ${key} is`);
	const picture = tools.find(({ name }) => name === 'Make_Picture');
	assert.match(picture?.description ?? '', /Costs credits.*Spending Limit.*Preview Request/s);
	const { Ratio } = picture?.inputSchema.properties ?? {};
	assert.match(Ratio?.description ?? '', /One of: .*1:1, .*16:9/);

	const said: string[] = [];
	const call = async (name: string, args: object, ...told: RegExp[]) => {
		said.push(await client.call(name, args));
		for (const one of told) assert.match(said.at(-1) ?? '', one);
	};
	const boat = { Prompt: 'a paper boat', Ratio: '16:9' };
	await call('Make_Picture', boat, /"state":\s*"success"/, /"url":\s*"http/);
	const wrong = { ...boat, Ratio: '16x9' };
	await call('Make_Picture', wrong, /Ratio is .*16x9.*must be one of 1:1/s);
	assert.equal(scene.tasks.length, 1, 'what is refused is not paid');
	const failing = { Prompt: 'a paper boat [fail]' };
	await call('Make_Video', failing, /"state":\s*"failed"/, /Do not call this tool again/);
	const another = { ...boat, Prompt: 'another boat' };
	await call('Make_Picture', another, /Spending Limit of 0.4 credits/);
	assert.equal(scene.tasks.length, 2, 'beyond the limit nothing is sent');
	const kept = scene.idsIn(said);
	await call('Get_Task', { Task_ID: scene.tasks[0] }, /"state":\s*"success"/);
	return { kept, note: `${tools.length} tools, ${said.length} calls, 2 paid` };
}

async function asNodes(scene: Scene): Promise<Proof> {
	const { api } = scene;
	await api.call('PATCH', '/rest/mcp/settings', { mcpAccessEnabled: true });
	const { apiKey } = await api.call<{ apiKey: string }>('GET', '/rest/mcp/api-key');
	const client = await connectMcpClient(scene, '/mcp-server/http', apiKey);
	const queries = ['make a video from a picture'];
	const text = await client.call('search_nodes', { queries });
	const ours = [...text.matchAll(/^- (n8n-nodes-kexiang\.\w+)/gm)].map(([, name]) => name);
	assert.ok(ours.length > 0, 'one of our nodes is found');
	assert.match(text, /@builderHint .*Each submission costs credits/);
	assert.match(text, /kexiangWaitForTask/);
	const nodeIds = [{ nodeId: `${PACKAGE}.kexiangKling`, operation: 'klingV3Submit' }];
	const types = await client.call('get_node_types', { nodeIds });
	assert.match(types, /@builderHint/);
	assert.match(types, /klingV3Submit/);
	return { note: `found ${ours.join(', ')}` };
}

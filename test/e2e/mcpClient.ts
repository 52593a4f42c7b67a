/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// A client of the Model Context Protocol: the official TypeScript SDK, as the n8n under test brings it.
import { createRequire } from 'node:module';
import type { Scene } from './scene';
import { until } from './runs';

interface ToolOfServer {
	name: string;
	description?: string;
	inputSchema: { properties?: Record<string, { description?: string }> };
}

interface Sdk {
	connect(transport: object): Promise<void>;
	listTools(): Promise<{ tools: ToolOfServer[] }>;
	callTool(
		request: { name: string; arguments: object },
		schema: undefined,
		options: { timeout: number },
	): Promise<{ content: Array<{ text?: string }> }>;
	close(): Promise<void>;
}

interface Loaded {
	Client: new (self: { name: string; version: string }) => Sdk;
	StreamableHTTPClientTransport: new (url: URL, options: { requestInit: object }) => object;
}

export interface McpClient {
	tools(): Promise<ToolOfServer[]>;
	/** What the tool says. */
	call(name: string, args: object): Promise<string>;
}

/** Connected until the proof ends, with a line for each word that is said. */
export async function connectMcpClient(
	scene: Scene,
	place: string,
	token: string,
): Promise<McpClient> {
	const url = `${scene.api.url}${place}`;
	const load = createRequire(scene.bench.ground.installation.bin);
	const part = (name: string) => load(`@modelcontextprotocol/sdk/client/${name}.js`) as Loaded;
	const { Client } = part('index');
	const { StreamableHTTPClientTransport: Transport } = part('streamableHttp');
	const headers = { authorization: `Bearer ${token}` };
	const client = await until(`${url} answers`, 30, async () => {
		const one = new Client({ name: 'kexiang-e2e', version: '1.0.0' });
		try {
			await one.connect(new Transport(new URL(url), { requestInit: { headers } }));
			return one;
		} catch (error) {
			// n8n registers the address a little later than it says.
			if (/404|not registered/i.test(String(error))) return undefined;
			throw error;
		}
	});
	scene.later(async () => await client.close());
	return {
		tools: async () => (await client.listTools()).tools,
		call: async (name, args) => {
			scene.bench.say(`    > ${name} ${JSON.stringify(args)}`);
			const request = { name, arguments: args };
			const { content } = await client.callTool(request, undefined, { timeout: 120_000 });
			const text = content.map((one) => one.text ?? '').join('\n');
			scene.bench.say(`    < ${text.slice(0, 700)}`);
			return text;
		},
	};
}

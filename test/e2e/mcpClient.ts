/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A client of the Model Context Protocol: the official TypeScript SDK, as the n8n under test brings it.
import { createRequire } from 'node:module';
import type { N8nInstallation } from '../../scripts/n8n/install';

interface ToolOfServer {
	name: string;
	description?: string;
	inputSchema: {
		properties?: Record<string, { type?: string; description?: string; default?: unknown }>;
		required?: string[];
	};
}

interface Sdk {
	connect(transport: object): Promise<void>;
	listTools(): Promise<{ tools: ToolOfServer[] }>;
	callTool(
		request: { name: string; arguments: object },
		schema: undefined,
		options: { timeout: number },
	): Promise<{ content: Array<{ type: string; text?: string }>; isError?: boolean }>;
	close(): Promise<void>;
}

type Loaded = {
	Client: new (self: { name: string; version: string }) => Sdk;
	StreamableHTTPClientTransport: new (url: URL, options: { requestInit: object }) => object;
};

export interface McpClient {
	tools(): Promise<ToolOfServer[]>;
	/** What the tool says, and whether it says that as an error. */
	call(name: string, args: object): Promise<{ text: string; isError: boolean }>;
	close(): Promise<void>;
}

export async function connectMcpClient(
	{ bin }: N8nInstallation,
	url: string,
	token: string,
): Promise<McpClient> {
	const load = createRequire(bin);
	const { Client } = load('@modelcontextprotocol/sdk/client/index.js') as Pick<Loaded, 'Client'>;
	const { StreamableHTTPClientTransport } = load(
		'@modelcontextprotocol/sdk/client/streamableHttp.js',
	) as Pick<Loaded, 'StreamableHTTPClientTransport'>;
	const client = new Client({ name: 'kexiang-e2e', version: '1.0.0' });
	const headers = { authorization: `Bearer ${token}` };
	await client.connect(
		new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
	);
	return {
		tools: async () => (await client.listTools()).tools,
		call: async (name, args) => {
			const request = { name, arguments: args };
			const { content, isError } = await client.callTool(request, undefined, { timeout: 120_000 });
			return { text: content.map(({ text = '' }) => text).join('\n'), isError: isError === true };
		},
		close: async () => await client.close(),
	};
}

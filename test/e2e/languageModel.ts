/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A stand-in for a language model, with OpenAI's interface: it calls a tool, once unless told
// otherwise, then answers with what the tool said last.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LanguageModel {
	url: string;
	/** How often it calls the tool in one conversation, whatever it is told; once unless changed. */
	calls: number;
	/** What it says to those who offer no tools, instead of calling one. */
	says?: string;
	/** What the tools were called with, and what they answered. */
	toolAnswers: string[];
	/** The tools as the model was told of them. */
	tools: Tool[];
	stop(): Promise<void>;
}

interface Tool {
	name: string;
	description?: string;
	/** JSON schema of its arguments. */
	parameters?: {
		properties?: Record<string, { type?: string; description?: string; default?: unknown }>;
		required?: string[];
	};
}

interface ChatRequest {
	messages: Array<{ role: string; content?: unknown }>;
	tools?: Array<{ function: Tool }>;
	stream?: boolean;
}

type Message =
	| { role: 'assistant'; content: string }
	| { role: 'assistant'; content: null; tool_calls: object[] };

/** @param toolArguments what it calls the tool with, the same each time or by the number of the call */
export async function startLanguageModel(
	toolName: string,
	toolArguments: Record<string, unknown> | ((call: number) => Record<string, unknown>),
): Promise<LanguageModel> {
	const toolAnswers: string[] = [];
	const tools: Tool[] = [];
	const model: Omit<LanguageModel, 'stop'> = { url: '', calls: 1, toolAnswers, tools };

	const reply = (request: ChatRequest): Message => {
		tools.splice(0, tools.length, ...(request.tools ?? []).map((tool) => tool.function));
		if (model.says !== undefined && tools.length === 0)
			return { role: 'assistant', content: model.says };
		const last = request.messages.at(-1);
		const answered = request.messages.filter(({ role }) => role === 'tool').length;
		if (last?.role === 'tool') {
			const said = typeof last.content === 'string' ? last.content : JSON.stringify(last.content);
			toolAnswers.push(said);
			if (answered >= model.calls) return { role: 'assistant', content: `The tool said: ${said}` };
		}
		const args = typeof toolArguments === 'function' ? toolArguments(answered) : toolArguments;
		const call = { name: toolName, arguments: JSON.stringify(args) };
		const calls = [{ id: `call_${answered + 1}`, type: 'function', function: call }];
		return { role: 'assistant', content: null, tool_calls: calls };
	};

	const server = createServer((request, response) => {
		void handle(request, response, reply);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return Object.assign(model, {
		url: `http://127.0.0.1:${port}/v1`,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	});
}

async function handle(
	request: IncomingMessage,
	response: ServerResponse,
	reply: (request: ChatRequest) => Message,
): Promise<void> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	if (!request.url?.endsWith('/chat/completions')) {
		response.writeHead(404).end();
		return;
	}
	const body = JSON.parse(text) as ChatRequest;
	const message = reply(body);
	const finish = 'tool_calls' in message ? 'tool_calls' : 'stop';
	const common = { id: 'chat-1', created: 0, model: 'stand-in' };
	if (!body.stream) {
		const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
		const choices = [{ index: 0, message, finish_reason: finish }];
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ ...common, object: 'chat.completion', choices, usage }));
		return;
	}
	const delta =
		'tool_calls' in message
			? {
					...message,
					tool_calls: message.tool_calls.map((call) => ({ index: 0, ...call })),
				}
			: message;
	const chunk = (choice: object) =>
		`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`;
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	response.write(chunk({ delta, finish_reason: null }));
	response.write(chunk({ delta: {}, finish_reason: finish }));
	response.end('data: [DONE]\n\n');
}

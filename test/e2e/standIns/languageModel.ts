// A stand-in for a language model, with OpenAI's interface: it calls a tool, once unless told
// otherwise, then answers with what the tool said last.
import { startStandIn } from './httpStandIn';

export interface LanguageModel {
	url: string;
	/** How often it calls the tool in one conversation, whatever it is told; once unless changed. */
	calls: number;
	/** What it says to those who offer no tools, instead of calling one. */
	says?: string;
	/** What the tools answered. */
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

type Message = { role: 'assistant'; content: string | null; tool_calls?: object[] };

/** @param toolArguments what it calls the tool with, the same each time or by the number of the call */
export async function startLanguageModel(
	toolName: string,
	toolArguments: Record<string, unknown> | ((call: number) => Record<string, unknown>),
): Promise<LanguageModel> {
	const said = (content: string): Message => ({ role: 'assistant', content });
	const reply = (request: ChatRequest): Message => {
		model.tools = (request.tools ?? []).map((tool) => tool.function);
		if (model.says !== undefined && model.tools.length === 0) return said(model.says);
		const last = request.messages.at(-1);
		const answered = request.messages.filter(({ role }) => role === 'tool').length;
		if (last?.role === 'tool') {
			const text = typeof last.content === 'string' ? last.content : JSON.stringify(last.content);
			model.toolAnswers.push(text);
			if (answered >= model.calls) return said(`The tool said: ${text}`);
		}
		const args = typeof toolArguments === 'function' ? toolArguments(answered) : toolArguments;
		const call = { name: toolName, arguments: JSON.stringify(args) };
		const tool_calls = [{ id: `call_${answered + 1}`, type: 'function', function: call }];
		return { role: 'assistant', content: null, tool_calls };
	};
	const server = await startStandIn(({ path, body }) => {
		if (!path.endsWith('/chat/completions')) return undefined;
		const request = JSON.parse(body.toString()) as ChatRequest;
		const message = reply(request);
		return request.stream ? streamed(message) : { body: whole(message) };
	});
	const { stop } = server;
	const url = `${server.url}/v1`;
	const model: LanguageModel = { url, calls: 1, toolAnswers: [], tools: [], stop };
	return model;
}

const COMMON = { id: 'chat-1', created: 0, model: 'stand-in' };
const finishOf = ({ tool_calls }: Message) => (tool_calls ? 'tool_calls' : 'stop');

const whole = (message: Message) => ({
	...COMMON,
	object: 'chat.completion',
	choices: [{ index: 0, message, finish_reason: finishOf(message) }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function streamed(message: Message) {
	const tool_calls = message.tool_calls?.map((call) => ({ index: 0, ...call }));
	const delta = { ...message, ...(tool_calls && { tool_calls }) };
	const event = (choice: object) => {
		const choices = [{ index: 0, ...choice }];
		const chunk = { ...COMMON, object: 'chat.completion.chunk', choices };
		return `data: ${JSON.stringify(chunk)}\n\n`;
	};
	const events = [
		event({ delta, finish_reason: null }),
		event({ delta: {}, finish_reason: finishOf(message) }),
		'data: [DONE]\n\n',
	];
	return { headers: { 'content-type': 'text/event-stream' }, body: events.join('') };
}

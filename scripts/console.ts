/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
// What a person sees: steps with their progress, drawn by listr2. A terminal shows the running step in
// place; anything else (a log, CI) gets plain lines.
import { Listr, ListrLogger, PRESET_TIMER, ProcessOutput } from 'listr2';

export interface Step {
	/** What the step is doing just now. */
	note(text: string): void;
}

export interface ConsoleOptions {
	/** Plain lines on a terminal, too: for steps that run side by side. */
	plain?: boolean;
	output?: NodeJS.WriteStream;
	/** How often plain lines say that a long step is still running. */
	heartbeatSeconds?: number;
}

const TIMER = { ...PRESET_TIMER, condition: (ms?: number) => (ms ?? 0) >= 1000 };

/** Title and what is to be known beyond it. */
const withDetail = (title: string, detail = '') => (detail === '' ? title : `${title} (${detail})`);

export class Console {
	private readonly output: NodeJS.WriteStream;
	private readonly plain: boolean;
	private readonly heartbeatMs: number;
	private readonly displays = new Set<Promise<unknown>>();
	private readonly closing = new AbortController();

	constructor({ plain, output = process.stdout, heartbeatSeconds = 20 }: ConsoleOptions = {}) {
		this.output = output;
		this.plain = plain === true || !output.isTTY;
		this.heartbeatMs = heartbeatSeconds * 1000;
	}

	/** Ends the display of the running steps, whose outcome no longer matters; then lines are seen again. */
	async close(): Promise<void> {
		this.closing.abort();
		await Promise.allSettled(this.displays);
	}

	line(text = ''): void {
		this.output.write(`${text}\n`);
	}

	/** Runs a step; `summary` is shown behind its title when it has ended well. */
	async step<T>(
		title: string,
		work: (step: Step) => Promise<T>,
		summary: (result: T) => string = () => '',
	): Promise<T> {
		if (this.closing.signal.aborted) return await work({ note: () => {} });
		const list = new Listr<{ result: T }>(
			{
				title,
				rendererOptions: { timer: TIMER },
				fallbackRendererOptions: { timer: TIMER },
				task: async (context, task) => {
					const say = (text: string) => (task.output = text);
					const running = this.plain ? this.heartbeat(say) : { note: say, stop: () => {} };
					try {
						context.result = await this.untilClosed(work({ note: running.note }));
						task.title = withDetail(title, summary(context.result));
					} catch (error) {
						task.title = withDetail(title, this.reasonOf(error));
						throw error;
					} finally {
						running.stop();
					}
				},
			},
			{
				// Interruptions belong to the script, which stops what it started.
				registerSignalListeners: false,
				rendererOptions: { logger: this.logger(), showErrorMessage: false },
				fallbackRendererCondition: this.plain,
				fallbackRendererOptions: { logger: this.logger() },
			},
		);
		const display = list.run();
		this.displays.add(display);
		try {
			return (await display).result;
		} finally {
			this.displays.delete(display);
		}
	}

	/** Plain lines have the message anyway; a terminal would show it in place of the title. */
	private reasonOf(error: unknown): string {
		const { message, logFile } = error as { message?: string; logFile?: string };
		const reason = this.plain ? '' : (message ?? String(error));
		return [reason, logFile && `see ${logFile}`].filter(Boolean).join(', ');
	}

	private logger(): ListrLogger {
		return new ListrLogger({ processOutput: new ProcessOutput(this.output, this.output) });
	}

	/** Notes come often; a log has one of them now and then, as a sign of life. */
	private heartbeat(say: (text: string) => void) {
		const started = Date.now();
		let latest = '';
		const timer = setInterval(() => {
			const seconds = `${Math.round((Date.now() - started) / 1000)} s`;
			say(latest === '' ? seconds : `${seconds}, ${latest}`);
		}, this.heartbeatMs);
		return { note: (text: string) => void (latest = text), stop: () => clearInterval(timer) };
	}

	private async untilClosed<T>(work: Promise<T>): Promise<T> {
		const { signal } = this.closing;
		let onAbort = () => {};
		const closed = new Promise<never>((_resolve, reject) => {
			onAbort = () => reject(new Error('interrupted'));
			if (signal.aborted) onAbort();
			else signal.addEventListener('abort', onAbort);
		});
		try {
			return await Promise.race([work, closed]);
		} finally {
			signal.removeEventListener('abort', onAbort);
		}
	}
}

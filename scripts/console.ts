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
	private isClosed = false;
	private interrupt = () => {};
	private readonly closed = new Promise<never>((_resolve, reject) => {
		this.interrupt = () => reject(new Error('interrupted'));
	});

	constructor({ plain, output = process.stdout, heartbeatSeconds = 20 }: ConsoleOptions = {}) {
		this.output = output;
		this.plain = plain === true || !output.isTTY;
		this.heartbeatMs = heartbeatSeconds * 1000;
		this.closed.catch(() => {});
	}

	/** Ends the display of the running steps, whose outcome no longer matters; then lines are seen again. */
	async close(): Promise<void> {
		this.isClosed = true;
		this.interrupt();
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
		if (this.isClosed) return await work({ note: () => {} });
		const output = new ProcessOutput(this.output, this.output);
		const look = { timer: TIMER, logger: new ListrLogger({ processOutput: output }) };
		const list = new Listr<{ result: T }>(
			{
				title,
				rendererOptions: { timer: TIMER },
				fallbackRendererOptions: { timer: TIMER },
				task: async (context, task) => {
					const running = this.running((text) => (task.output = text));
					try {
						context.result = await Promise.race([work(running), this.closed]);
						task.title = withDetail(title, summary(context.result));
					} catch (error) {
						task.title = withDetail(title, this.reasonOf(error as Error));
						throw error;
					} finally {
						clearInterval(running.timer);
					}
				},
			},
			{
				// Interruptions belong to the script, which stops what it started.
				registerSignalListeners: false,
				rendererOptions: { ...look, showErrorMessage: false },
				fallbackRendererCondition: this.plain,
				fallbackRendererOptions: look,
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
	private reasonOf({ message, logFile }: Error & { logFile?: string }): string {
		return [!this.plain && message, logFile && `see ${logFile}`].filter(Boolean).join(', ');
	}

	/** Notes come often; a log has one of them now and then, as a sign of life. */
	private running(say: (text: string) => void): Step & { timer?: NodeJS.Timeout } {
		if (!this.plain) return { note: say };
		const started = Date.now();
		let latest = '';
		const timer = setInterval(() => {
			const seconds = `${Math.round((Date.now() - started) / 1000)} s`;
			say([seconds, latest].filter(Boolean).join(', '));
		}, this.heartbeatMs);
		return { note: (text) => void (latest = text), timer };
	}
}

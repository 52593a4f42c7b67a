/* eslint-disable @n8n/community-nodes/no-restricted-globals */
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
	/** How often plain lines tell the note of a long step, as a sign of life. */
	heartbeatSeconds?: number;
}

const TIMER = { ...PRESET_TIMER, condition: (ms?: number) => (ms ?? 0) >= 1000 };

export class Console {
	private readonly output: NodeJS.WriteStream;
	private readonly plain: boolean;
	private readonly heartbeatMs: number;
	private readonly displays = new Set<Promise<unknown>>();
	private readonly closing = new AbortController();
	private readonly closed: Promise<never>;

	constructor({ plain, output = process.stdout, heartbeatSeconds = 20 }: ConsoleOptions = {}) {
		this.output = output;
		this.plain = plain === true || !output.isTTY;
		this.heartbeatMs = heartbeatSeconds * 1000;
		this.closed = new Promise((_resolve, reject) => {
			this.closing.signal.onabort = () => reject(new Error('interrupted'));
		});
		this.closed.catch(() => {});
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
		const output = new ProcessOutput(this.output, this.output);
		const look = { timer: TIMER, logger: new ListrLogger({ processOutput: output }) };
		const list = new Listr<{ result: T }>(
			{
				title,
				rendererOptions: { timer: TIMER },
				fallbackRendererOptions: { timer: TIMER },
				task: async (context, task) => {
					let latest = '';
					const say = () => void (task.output = latest);
					const heartbeat = setInterval(() => latest && say(), this.heartbeatMs);
					const note = (text: string) => {
						latest = text;
						if (!this.plain) say();
					};
					try {
						context.result = await Promise.race([work({ note }), this.closed]);
						const detail = summary(context.result);
						if (detail !== '') task.title = `${title} (${detail})`;
					} finally {
						clearInterval(heartbeat);
					}
				},
			},
			{
				// Interruptions belong to the script, which stops what it started.
				registerSignalListeners: false,
				rendererOptions: { ...look, collapseErrors: false },
				fallbackRendererCondition: this.plain,
				fallbackRendererOptions: look,
			},
		);
		const display = list.run();
		this.displays.add(display);
		return (await display.finally(() => this.displays.delete(display))).result;
	}
}

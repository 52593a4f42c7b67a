/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
// What a person sees: steps with their progress. A terminal shows the running step in one line that
// changes in place; anything else (a log, CI) gets plain lines.

export interface Output {
	isTTY?: boolean;
	columns?: number;
	write(text: string): unknown;
}

export interface Step {
	/** What the step is doing just now. */
	note(text: string): void;
}

const FRAMES = ['|', '/', '-', '\\'];
const ERASE_LINE = '\r\u001b[K';
const PLAIN_PATIENCE_MS = 500;
const PLAIN_HEARTBEAT_SECONDS = 20;

function reasonOf(error: unknown): string {
	const { message, logFile } = error as { message?: string; logFile?: string };
	return [message ?? String(error), logFile && `see ${logFile}`].filter(Boolean).join(', ');
}

export class Console {
	private current: string | undefined;
	private closed = false;

	constructor(private readonly output: Output = process.stdout) {}

	/** Ends the display of the running step, whose outcome no longer matters. */
	close(): void {
		if (this.closed) return;
		this.closed = true;
		if (this.output.isTTY) this.output.write('\n');
	}

	line(text = ''): void {
		const erase = this.current && this.output.isTTY && !this.closed ? ERASE_LINE : '';
		this.output.write(`${erase}${text}\n`);
	}

	/** Runs a step; `summary` is shown behind its title when it has ended well. */
	async step<T>(
		title: string,
		work: (step: Step) => Promise<T>,
		summary: (result: T) => string = () => '',
	): Promise<T> {
		const started = Date.now();
		const seconds = () => Math.round((Date.now() - started) / 1000);
		const show = this.output.isTTY ? this.inPlace(title, seconds) : this.plain(title, seconds);
		try {
			const result = await work({ note: show.note });
			show.stop();
			this.end('ok', title, seconds(), summary(result));
			return result;
		} catch (error) {
			show.stop();
			this.end('--', title, seconds(), reasonOf(error));
			throw error;
		}
	}

	private end(mark: string, title: string, seconds: number, text: string): void {
		if (this.closed) return;
		this.current = undefined;
		const erase = this.output.isTTY ? ERASE_LINE : '';
		const detail = [seconds > 0 ? `${seconds} s` : '', text].filter(Boolean).join(', ');
		this.output.write(`${erase}  ${mark}  ${title}${detail ? ` (${detail})` : ''}\n`);
	}

	private inPlace(title: string, seconds: () => number) {
		let note = '';
		let frame = 0;
		this.current = title;
		const draw = () => {
			if (this.closed) return;
			frame = (frame + 1) % FRAMES.length;
			const text = `  ${FRAMES[frame]}   ${title}, ${seconds()} s${note ? `: ${note}` : ''}`;
			this.output.write(ERASE_LINE + text.slice(0, (this.output.columns || 80) - 1));
		};
		draw();
		const timer = setInterval(draw, 200);
		return {
			note: (text: string) => {
				note = text;
				draw();
			},
			stop: () => clearInterval(timer),
		};
	}

	private plain(title: string, seconds: () => number) {
		let note = '';
		// A step that is over at once needs its result only.
		const start = setTimeout(() => this.output.write(`  ..  ${title}\n`), PLAIN_PATIENCE_MS);
		const timer = setInterval(() => {
			this.output.write(`      ${seconds()} s${note ? `, ${note}` : ''}\n`);
		}, PLAIN_HEARTBEAT_SECONDS * 1000);
		return {
			note: (text: string) => {
				note = text;
			},
			stop: () => {
				clearTimeout(start);
				clearInterval(timer);
			},
		};
	}
}

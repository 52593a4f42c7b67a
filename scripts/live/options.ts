/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The command line of `npm run live:check`.
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { Api } from '../../nodes/shared/answers/endpoints';

/** Public URLs that the platform works from, by what they show. */
export interface Media {
	picture?: string;
	video?: string;
	audio?: string;
}

export interface LiveOptions {
	help: boolean;
	/** In the platform's units; undefined: nothing may be spent. */
	budget?: number;
	/** Ids of the operations to submit, in this order. */
	operations: string[];
	media: Media;
	hosts: Record<Api, string>;
	report: string;
	intervalSeconds: number;
	limitMinutes: number;
}

export const HELP = `npm run live:check [-- OPTIONS]

Asks the real platform with your key (environment: KEXIANG_API_KEY) and writes a report that can
be attached to an issue. There is no key and no result address in it.

Without options only questions that are free: does each API know the key, and how does it answer
to a task that does not exist?

  --spend BUDGET        submit services too, for at most so many of the platform's units. This
                        costs money. Each service is submitted once, with as few parameters as it
                        takes; the next one only while what it may cost is left. What it may cost
                        is known from the answers before it, so the first one is unknown, and
                        services whose answers name no price (many tools) count as nothing
  --operations a,b      which ones, by their ids (docs/adding-an-operation.md, docs/operations.md)
  --picture URL         what services work from that need media; those without it are left out
  --video URL
  --audio URL
  --minutes N           how long to wait for each task (default 30)
  --interval SECONDS    between two questions (default 8)
  --report FILE         default .cache/live-check.md
  --task-api URL        default https://kexiangai.com
  --tool-api URL        default https://agent.mathmind.cn
  --help                this text

Exit code: 0 everything answered as expected; 1 something did not, see the report; 2 the command
line or the key is missing something.
`;

/** Throws an error in plain words for anything it does not know. */
export function readOptions(args: string[]): LiveOptions {
	const text = { type: 'string' } as const;
	const { values } = parseArgs({
		args,
		strict: true,
		options: {
			help: { type: 'boolean', default: false, short: 'h' },
			spend: text,
			operations: text,
			picture: text,
			video: text,
			audio: text,
			minutes: { ...text, default: '30' },
			interval: { ...text, default: '8' },
			report: { ...text, default: path.join('.cache', 'live-check.md') },
			'task-api': { ...text, default: 'https://kexiangai.com' },
			'tool-api': { ...text, default: 'https://agent.mathmind.cn' },
		},
	});
	const operations = (values.operations ?? '').split(',').filter((id) => id.trim() !== '');
	if ((values.spend === undefined) !== (operations.length === 0)) {
		throw new Error('--spend and --operations belong together: how much, and for what');
	}
	return {
		help: values.help,
		...(values.spend !== undefined && { budget: positive('--spend', values.spend) }),
		operations: operations.map((id) => id.trim()),
		media: {
			...optionalUrl('picture', values.picture),
			...optionalUrl('video', values.video),
			...optionalUrl('audio', values.audio),
		},
		hosts: {
			task: url('--task-api', values['task-api']),
			tool: url('--tool-api', values['tool-api']),
		},
		report: path.resolve(values.report),
		intervalSeconds: positive('--interval', values.interval),
		limitMinutes: positive('--minutes', values.minutes),
	};
}

function positive(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
	throw new Error(`${name} needs a number above 0, not "${text}"`);
}

function url(name: string, text: string): string {
	if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
	throw new Error(`${name} needs an address that begins with http, not "${text}"`);
}

const optionalUrl = (name: keyof Media, value: string | undefined): Media =>
	value === undefined ? {} : { [name]: url(`--${name}`, value) };

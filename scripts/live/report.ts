// The result of a live check as Markdown, without key, task ids and addresses of results. Pure.
import type { FreeAnswer } from './free';
import type { Outcome, Walk } from './walk';

export interface Facts {
	version: string;
	node: string;
	at: Date;
	budget?: number;
	free: readonly FreeAnswer[];
	walk?: Walk;
}

/** Addresses may hold a signature, and words of the platform may quote anything. */
const safe = (text: string) =>
	text
		.replace(/https?:\/\/[^\s"'<>|]+/g, '(address)')
		.replace(/\bsk-[\w-]{6,}/g, '***')
		.replace(/[\r\n]+/g, ' ')
		.replaceAll('|', '\\|');

export function reportText({ version, node, at, budget, free, walk }: Facts): string {
	return [
		'# Live check of KexiangAI',
		`n8n-nodes-kexiang ${version}, Node ${node}, ${at.toISOString().slice(0, 10)}`,
		'## Free questions',
		table(
			['question', 'as expected', 'answer'],
			free.map(({ question, ok, answer }) => [question, ok ? 'yes' : 'NO', safe(answer)]),
		),
		...(walk ? walkText(walk, budget) : ['Nothing was submitted, nothing was spent.']),
	]
		.join('\n\n')
		.concat('\n');
}

function walkText({ outcomes, spent, unpriced }: Walk, budget: number | undefined): string[] {
	const open = unpriced === 0 ? '' : `; ${unpriced} answers named no price`;
	return [
		'## Submitted services',
		`Spent ${spent} of ${budget ?? 0} units of the platform${open}.`,
		table(
			['service', 'path', 'evidence so far', 'outcome', 'cost', 'seconds', 'results', 'detail'],
			outcomes.map((outcome) => row(outcome)),
		),
		...outcomes
			.filter(({ fields = [] }) => fields.length > 0)
			.map(
				({ operation, fields = [] }) => `Fields of \`${operation.value}\`: ${fields.join(', ')}`,
			),
	];
}

function row({ operation, verdict, cost, seconds, files = '', detail }: Outcome): string[] {
	return [
		`${operation.title} (${operation.value})`,
		`\`${operation.endpoint.method} ${operation.endpoint.path}\``,
		operation.evidence.path,
		verdict,
		cost === undefined ? '' : String(cost),
		seconds === undefined ? '' : seconds.toFixed(0),
		files,
		safe(detail),
	];
}

const table = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

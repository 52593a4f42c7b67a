// The result of a live check as Markdown, without key, task ids and addresses of results. Pure.
import { table } from '../operationsTable';
import type { FreeAnswer } from './free';
import { spentBy, type Maker, type Submitted } from './submit';

export interface Facts {
	version: string;
	node: string;
	at: Date;
	/** Undefined: nothing was to be submitted. */
	budget: number | undefined;
	free: readonly FreeAnswer[];
	submitted: ReadonlyArray<Maker & Submitted>;
}

/** Addresses may hold a signature, and words of the platform may quote anything. */
const safe = (text: string) =>
	text
		.replace(/https?:\/\/[^\s"'<>|]+/g, '(address)')
		.replace(/\bsk-[\w-]{6,}/g, '***')
		.replace(/[\r\n]+/g, ' ');

export function reportText({ version, node, at, budget, free, submitted }: Facts): string {
	const questions = free.map(({ name, place, verdict, detail }) => [
		...[name, place, verdict, safe(detail)],
	]);
	return `${[
		'# Live check of KexiangAI',
		`n8n-nodes-kexiang ${version}, Node ${node}, ${at.toISOString().slice(0, 10)}`,
		'## Free questions',
		table([['API', 'question', 'outcome', 'answer'], ...questions]),
		...(submitted.length > 0
			? submittedText(submitted, budget)
			: ['Nothing was submitted, nothing was spent.']),
	].join('\n\n')}\n`;
}

const HEAD = 'service,path,evidence so far,outcome,cost,seconds,results,detail'.split(',');

function submittedText(submitted: Facts['submitted'], budget = 0): string[] {
	const { spent, unpriced } = spentBy(submitted);
	const open = unpriced === 0 ? '' : `; ${unpriced} answers named no price`;
	const rows = submitted.map(({ operation, place, verdict, cost, seconds, files = '', detail }) => [
		...[`${operation.title} (${operation.value})`, `\`${place}\``, operation.evidence.path],
		...[verdict, String(cost ?? ''), seconds?.toFixed(0) ?? '', files, safe(detail)],
	]);
	return [
		'## Submitted services',
		`Spent ${spent} of ${budget} units of the platform${open}.`,
		table([HEAD, ...rows]),
		...submitted
			.filter(({ fields = [] }) => fields.length > 0)
			.map(({ name, fields = [] }) => `Fields of \`${name}\`: ${fields.join(', ')}`),
	];
}

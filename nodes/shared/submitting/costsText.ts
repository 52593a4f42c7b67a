import { creditsOf } from '../learned/prices';
import type { Taken } from './submission';

/**
 * What the accepted requests of a run cost, in one sentence: "12 tasks accepted, 14.4 credits (gemini-3-pro 1.2
 * each)". Undefined where the platform named no cost. Pure.
 */
export function costsText(taken: readonly Taken[]): string | undefined {
	const priced = taken.flatMap(({ handle, reading }) => {
		const credits = creditsOf(reading.cost);
		return credits === undefined
			? []
			: [{ name: handle.model ?? handle.operation ?? 'task', credits }];
	});
	if (priced.length === 0) return undefined;
	const sum = priced.reduce((total, { credits }) => total + credits, 0);
	const each = [...new Set(priced.map(({ name, credits }) => `${name} ${rounded(credits)} each`))];
	const rest = taken.length - priced.length;
	return (
		`${taken.length} ${taken.length === 1 ? 'task' : 'tasks'} accepted, ${rounded(sum)} credits (${each.slice(0, 5).join(', ')})` +
		(rest > 0 ? `; the platform named no cost for ${rest}` : '')
	);
}

const rounded = (credits: number) => Math.round(credits * 1e6) / 1e6;

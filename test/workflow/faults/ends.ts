import type { INodeExecutionData } from 'n8n-workflow';

import type { Verdict } from './journeys';
import { itemsOfNode } from './traces';

/** Whether the item that a fault strikes came to the end that it must, and the others to theirs. */

/** Where it is judged: a task of family v1, in an ordinary workflow. */
export const isJudged = ({ cell: { kind, road, fault, atOnce, waits } }: Verdict): boolean =>
	kind === 'V1 task' &&
	['plain workflow', 'Retry On Fail'].includes(road) &&
	fault.on === 'submit' &&
	fault.meaning !== undefined &&
	atOnce === 1 &&
	!waits;

/** What is not as it must be; empty for a good end. */
export function complaints({ cell, journey, submissions }: Verdict): string[] {
	const { fault, errors } = cell;
	const wrong: string[] = [];
	const must = (is: boolean, what: string) => void (is || wrong.push(what));
	const [run] = journey?.runs ?? [];
	const items = run ? itemsOfNode(run, 'Submit') : [];
	const shown = journey?.shown ?? '';
	const isBad = ({ json }: INodeExecutionData) => json.error !== undefined;
	const isUnclear = ({ json }: INodeExecutionData) =>
		JSON.stringify(json.error).includes('"taskMayExist":true');
	const bad = items.filter(isBad);
	// Where the time limit is short, a busy machine lets it pass for the first item, too.
	const isBusy = fault.isSilent === true && submissions <= 1 && bad.every(isUnclear);
	// Where n8n tries again, the same request gets the same refusal from memory.
	const comesThrough = fault.meaning === 'through';
	if (comesThrough) {
		must(run?.error === undefined && bad.length === 0 && items.length === 3, 'three good items');
	} else if (errors === 'stop on error') {
		must(/ \[item [01]\]$/.test(run?.error?.message ?? ''), 'an error that names its item');
		must(items.length === 0, 'no output beside an error');
	} else {
		const struck = fault.address === undefined ? 1 : 3;
		must(run?.error === undefined, 'no error of the node');
		must((bad.length === struck || isBusy) && items.length === 3, 'each item its own fate');
		must(
			errors !== 'error output' || bad.every(({ json }) => 'what' in json),
			'the data of the item on the error branch',
		);
	}
	if (fault.meaning === 'unclear') {
		// Before a request is read nobody knows whose it is.
		const isUnseen = fault.rule?.kind === 'resetBeforeRead';
		must(submissions === (isUnseen ? 0 : 1) || isBusy, 'sent once only');
		must(/may have been created/.test(shown), 'says that the task may exist');
	}
	if (fault.meaning === 'refused')
		must(!/may have been created/.test(shown), 'does not speak of a task that cannot be');
	return wrong;
}

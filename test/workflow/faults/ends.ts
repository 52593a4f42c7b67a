import type { INodeExecutionData } from 'n8n-workflow';

import { names, type Verdict } from './judge';
import { WAITING } from './roads';
import { itemsOfNode, shownBy } from '../../support/traces';

/** Whether the item that a fault strikes came to the end that it must, and the others to theirs. */

/** What is not as it must be; empty for a good end. */
export function complaints(verdict: Verdict): string[] {
	const { cell, journey, submissions, recovered, ids } = verdict;
	const { fault, errors, road, lasts } = cell;
	// What a node asks for again, it gets once the fault has passed.
	const hasPassed = fault.meaning === 'later' && lasts === 'once';
	const meaning = hasPassed ? 'through' : fault.meaning;
	const wrong: string[] = [];
	const must = (is: boolean, what: string) => void (is || wrong.push(what));
	const [run] = journey?.runs ?? [];
	const node = WAITING.includes(road) && road !== 'submit and wait' ? 'Wait' : 'Submit';
	const items = run ? itemsOfNode(run, node) : [];
	const shown = run ? shownBy(run, node) : '';
	const isBad = ({ json }: INodeExecutionData) => json.error !== undefined;
	const isUnclear = ({ json }: INodeExecutionData) =>
		JSON.stringify(json.error).includes('"taskMayExist":true');
	const bad = items.filter(isBad);
	// Where the time limit is short, a busy machine lets it pass for the first item, too.
	const isBusy =
		fault.on === 'submit' && fault.isSilent === true && submissions <= 1 && bad.every(isUnclear);
	if (meaning === 'through' || fault.on === 'download') {
		must(run?.error === undefined && bad.length === 0 && items.length === 3, 'three good items');
	} else if (errors === 'stop on error' || errors === 'tries again') {
		must(/ \[item [01]\]$/.test(run?.error?.message ?? ''), 'an error that names its item');
		must(items.length === 0, 'no output beside an error');
	} else {
		const struck = fault.address === undefined ? 1 : 3;
		must(run?.error === undefined, 'no error of the node');
		must((bad.length === struck || isBusy) && items.length === 3, 'each item its own fate');
		const known = fault.on === 'submit' ? 'what' : 'taskId';
		must(
			errors !== 'error output' || bad.every(({ json }) => known in json),
			'the data of the item on the error branch',
		);
	}
	if (meaning === 'unclear') {
		// Before a request is read nobody knows whose it is.
		const isUnseen = fault.rule?.kind === 'resetBeforeRead';
		must(submissions === (isUnseen ? 0 : 1) || isBusy, 'sent once only');
		must(/may have been created/.test(shown), 'says that the task may exist');
	}
	if (meaning === 'refused') {
		must(!/may have been created/.test(shown), 'does not speak of a task that cannot be');
		// Not sent again by Retry On Fail either, unless it was told to come later, or nobody was there.
		const isOpen = fault.rule?.kind === '429' || fault.address !== undefined;
		must(submissions === 1 || isOpen, 'sent once only');
	}
	if (meaning === 'later') {
		must(ids.length === 3 && ids.every((id) => names(shown, id)), 'names every task');
		const isHere = ({ json, binary }: INodeExecutionData) =>
			json.state === 'success' && (cell.downloads !== true || binary !== undefined);
		must(recovered?.length === 3 && recovered.every(isHere), 'Get Status brings it later');
	}
	if (fault.on === 'download') {
		const missing = items.filter(({ json }) => json.filesNotDownloaded !== undefined);
		must(missing.length === (meaning === 'later' ? 1 : 0), 'names missing files only');
		must(
			items.every(
				({ json, binary }) => json.url !== undefined && (json.filesNotDownloaded || binary),
			),
			'keeps the URL, and has the file that it does not miss',
		);
	}
	return wrong;
}

/** Items that have one task between them, as when the platform answers two submissions with the same id. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { addHint } from '../host/nodeErrors';
import { textOf } from '../util/json';
import { sentences } from '../words/platform';
import * as words from '../words/tasks';
import type { Outcome } from './itemOutcomes';

/** The same for the same task, under whatever name an item holds it; undefined where there is none. */
export function sameTask({ taskId, taskSource }: IDataObject): string | undefined {
	const id = textOf(taskId);
	const source = textOf(taskSource);
	return id === undefined || source === undefined ? undefined : `${source} ${id}`;
}

/**
 * The outcomes of a run, with a note in every item whose task is another item's too, and a hint beside them.
 * @param elsewhere how many submissions of other runs have a task, by `sameTask`
 */
export function noteSharedTasks<Own extends Outcome>(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<Own | undefined>,
	elsewhere: ReadonlyMap<string, number> = new Map(),
): Array<Own | undefined> {
	const itemsOf = new Map<string, number[]>();
	for (const [item, outcome] of outcomes.entries()) {
		const key = sameTask(outcome?.task ?? {});
		if (key === undefined) continue;
		const known = itemsOf.get(key);
		if (known) known.push(item);
		else itemsOf.set(key, [item]);
	}
	const noted = [...outcomes];
	const texts: string[] = [];
	for (const [key, items] of itemsOf) {
		const others = elsewhere.get(key) ?? 0;
		if (items.length + others < 2) continue;
		const text = words.shareOneTask(key.slice(key.indexOf(' ') + 1), items, others);
		texts.push(text);
		for (const item of items) {
			const outcome = noted[item];
			if (outcome) noted[item] = withNote(outcome, text);
		}
	}
	if (texts.length > 0) addHint(context, { message: words.shareTasks(texts), type: 'warning' });
	return noted;
}

function withNote<Own extends Outcome>(outcome: Own, text: string): Own {
	if (!('items' in outcome)) return outcome;
	const items = outcome.items.map((item) => {
		const before = textOf(item.json.note);
		const note = before === undefined ? text : sentences(`${before}.`, text);
		return { ...item, json: { ...item.json, note } };
	});
	return { ...outcome, items };
}

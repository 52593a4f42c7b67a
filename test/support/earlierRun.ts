import type { IDataObject, INode } from 'n8n-workflow';
import type { Simulator } from '../../simulator/server';
import { itemsOf, quick, run, submitImage } from './kexiang';

/** A table that is run again: its rows, of which some have their task already. */

export const skip = { skipItemsWithTask: true };

export const waiting = { waitForCompletion: true, waitOptions: quick };

type Options = Record<string, string | boolean>;

export const submit = (options: Options = skip, more: Partial<INode> = {}) =>
	submitImage({ ...more, parameters: { options, ...more.parameters } });

/** What an earlier run paid, and what has been paid since. Forgets both before each test. */
export function earlierRun(simulator: Simulator) {
	let before = 0;
	const posts = () => simulator.ledger.requests.filter(({ method }) => method === 'POST').length;
	beforeEach(() => {
		simulator.ledger.clear();
		before = 0;
	});
	return {
		paid: () => posts() - before,
		/** Submits one task, as an earlier run did. */
		earlier: async (prompt = 'earlier'): Promise<IDataObject> => {
			const { items } = await run(simulator, [submitImage()], { input: itemsOf({ prompt }) });
			before = posts();
			return items('Submit')[0]?.json ?? {};
		},
	};
}

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import type { SharedRequest } from '../files/shareFiles';
import type { ReadRaw } from './field';
import type { Operation } from './operation';

/** What an operation does before its request is sent for the first time, where the user switched it on. */
export interface Preparation {
	/** The switch, among the operation's fields in Options. It guards money, so it is no model's to set. */
	readonly field: string;
	/** Loads its code, which is needed only where it is switched on. */
	load(): Promise<Preparer>;
}

/** How one item's request is made ready; the links of its files are in it already. */
interface Preparer {
	/** @throws what keeps the request from being sent, so that nothing was paid for it */
	prepare(
		context: IExecuteFunctions,
		shared: SharedRequest,
		itemIndex: number,
	): Promise<PreparedRequest>;
	/** What is known of the request before anything is sent; stand-ins are in place of its files. */
	preview(
		context: IExecuteFunctions,
		shared: SharedRequest,
		itemIndex: number,
	): Promise<PreparedPreview>;
}

export interface PreparedRequest {
	readonly request: PlatformRequest;
	/**
	 * Called where the platform refuses the request, or where its task fails: what made it ready may be the reason, and
	 * is done anew before the next one. Held until the task has ended, so it should hold little itself.
	 */
	readonly forget: () => void;
}

export interface PreparedPreview {
	readonly request: PlatformRequest;
	/** What the preview says beside the request. */
	readonly facts: IDataObject;
}

/** The operation's preparation, where one item's parameters switch it on. Pure. @throws ParameterProblem */
export function wantedPreparation(
	{ fields, preparation }: Operation,
	raw: ReadRaw,
): Preparation | undefined {
	if (preparation === undefined) return undefined;
	const { field } = preparation;
	return fields[field]?.parse(raw(field, 'options')) === true ? preparation : undefined;
}

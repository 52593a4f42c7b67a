import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { clientFor } from '../client/client';
import { lastPrice, priceTagOf } from '../client/prices';
import { replaceStandIns, shownFile } from '../files/shareFiles';
import {
	docsUrl,
	hasDerivedPath,
	type DerivedFields,
	type Operation,
} from '../operation/operation';
import { isObject, textOf } from '../util/json';
import * as words from '../words/items';
import type { SubmitPlan } from './plan';
import { serviceOf } from './submit';

/**
 * The request of one item as it would be sent, without the key, with what is known of its cost and what is
 * doubtful about it. Sends nothing.
 * @throws ParameterProblem
 */
export async function previewItem(
	context: IExecuteFunctions,
	plan: SubmitPlan,
	itemIndex: number,
): Promise<IDataObject> {
	const { handle, files, preparation } = plan;
	const shown = new Map(files.map((file) => [file.standIn, shownFile(file)]));
	const client = await clientFor(context, itemIndex);
	const account = client.account(plan.request.api);
	const [first = plan.request, ...others] = client.requestsInOrder(serviceOf(plan), plan.request);
	const links = new Map(files.map((file) => [file.standIn, { shown: shownFile(file), file }]));
	const preparer = await preparation?.load();
	const { request, facts } = preparer
		? await preparer.preview(context, { request: first, links }, itemIndex)
		: { request: first, facts: {} };
	const base = account.baseUrl;
	const expectedCost = lastPrice(priceTagOf(account, handle, plan.request));
	return {
		preview: true,
		...handle,
		request: {
			method: request.method,
			url: `${base}${request.path}`,
			...(request.body && { body: replaceStandIns(request.body, shown) }),
		},
		...facts,
		...(others.length > 0 && { alternatives: others.map(({ path }) => `${base}${path}`) }),
		...(expectedCost !== undefined && { expectedCost, costUnit: 'credits' }),
		doubts: doubtsOf(plan.operation, request),
		note: words.nothingWasSent(),
	};
}

/** What nobody has confirmed about a request, in sentences. Pure. */
export function doubtsOf(operation: Operation, request: PlatformRequest): string[] {
	const { evidence, derivedFields = {} } = operation;
	const body = request.body ?? {};
	if (evidence.path === 'user') return [words.nothingIsKnown()];
	const isDerived = hasDerivedPath(operation) && request.path === operation.endpoint.path;
	const fields = derivedOf(derivedFields, isObject(body.user_input) ? body.user_input : body);
	return [
		...(isDerived ? [words.derivedPath(request.path, docsUrl(operation))] : []),
		...(evidence.body === 'D' ? [words.derivedService(setIn(body))] : []),
		...(fields.length > 0 ? [words.derivedFields(fields)] : []),
		...(evidence.response === 'D' ? [words.derivedAnswer()] : []),
	];
}

/** Names of what is sent; what is undefined is not. */
const setIn = (body: Record<string, unknown>): string[] =>
	Object.keys(body).filter((name) => body[name] !== undefined);

/** The derived fields that a body sets to what nobody has confirmed. */
const derivedOf = (fields: DerivedFields, body: Record<string, unknown>) =>
	Object.entries(fields)
		.map(([name, confirmed]) => ({ name, confirmed }))
		.filter(({ name, confirmed }) =>
			valuesAt([body], name.split('.')).some((value) => !confirmed.includes(textOf(value) ?? '')),
		);

/** All values at a dotted name, which leads through lists. */
function valuesAt(holders: readonly unknown[], [name = '', ...rest]: readonly string[]): unknown[] {
	const values = holders.flatMap((holder) =>
		isObject(holder) && Object.hasOwn(holder, name) && holder[name] !== undefined
			? [holder[name]]
			: [],
	);
	return rest.length === 0 ? values : valuesAt(values.flat(), rest);
}

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { baseUrl, CREDENTIAL } from '../client/credential';
import { lastPrice, priceTagOf } from '../client/prices';
import {
	docsUrl,
	hasDerivedPath,
	type DerivedFields,
	type Operation,
} from '../operation/operation';
import { isObject, textOf } from '../util/json';
import type { Plan } from './plan';
import { placesOf, platformPlace } from './sendToService';
import { replaceStandIns, shownFile } from '../files/shareFiles';

type SubmitPlan = Extract<Plan, { kind: 'submit' }>;

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
	const [first = plan.request, ...others] = await placesOf(context, plan, itemIndex);
	const links = new Map(files.map((file) => [file.standIn, { shown: shownFile(file), file }]));
	const preparer = await preparation?.load();
	const { request, facts } = preparer
		? await preparer.preview(context, { request: first, links }, itemIndex)
		: { request: first, facts: {} };
	const base = baseUrl(await context.getCredentials(CREDENTIAL, itemIndex), request.api);
	const place = await platformPlace(context, request.api, itemIndex);
	const expectedCost = lastPrice(priceTagOf(place, handle, plan.request));
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
		note: 'Nothing was sent. Switch Options > Preview Request off to send it',
	};
}

/** What nobody has confirmed about a request, in sentences. Pure. */
export function doubtsOf(operation: Operation, request: PlatformRequest): string[] {
	const { evidence, derivedFields = {} } = operation;
	const body = request.body ?? {};
	if (evidence.path === 'user')
		return ['Path and fields are sent as they were entered; nothing is known of this service here'];
	const isDerived = hasDerivedPath(operation) && request.path === operation.endpoint.path;
	const fields = derivedOf(derivedFields, isObject(body.user_input) ? body.user_input : body);
	return [
		...(isDerived
			? [`The path ${request.path} is derived, not confirmed; see ${docsUrl(operation)}`]
			: []),
		...(evidence.body === 'D'
			? [`The fields of this service are derived, not confirmed: ${setIn(body).join(', ')}`]
			: []),
		...(fields.length > 0
			? [`Derived, not confirmed, among the fields that are set: ${fields.join(', ')}`]
			: []),
		...(evidence.response === 'D' ? ['What its answer looks like is not confirmed'] : []),
	];
}

/** Names of what is sent; what is undefined is not. */
const setIn = (body: Record<string, unknown>): string[] =>
	Object.keys(body).filter((name) => body[name] !== undefined);

/** The derived fields that a body sets to what nobody has confirmed, as a person reads them. */
const derivedOf = (fields: DerivedFields, body: Record<string, unknown>): string[] =>
	Object.entries(fields).flatMap(([name, confirmed]) => {
		const values = valuesAt([body], name.split('.'));
		if (!values.some((value) => !confirmed.includes(textOf(value) ?? ''))) return [];
		return [confirmed.length === 0 ? name : `${name} (confirmed is ${confirmed.join(', ')})`];
	});

/** All values at a dotted name, which leads through lists. */
function valuesAt(holders: readonly unknown[], [name = '', ...rest]: readonly string[]): unknown[] {
	const values = holders.flatMap((holder) =>
		isObject(holder) && Object.hasOwn(holder, name) && holder[name] !== undefined
			? [holder[name]]
			: [],
	);
	return rest.length === 0 ? values : valuesAt(values.flat(), rest);
}

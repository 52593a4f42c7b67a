import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { doubtsOf } from '../operation/doubts';
import { replaceStandIns, shownFile } from '../files/filesOfItem';
import type { Plan } from '../run/plan';
import { baseUrl, CREDENTIAL } from '../platform/credential';
import { lastPrice, priceTagOf } from '../learned/prices';
import { withKnownAssets } from './reviewAssets';
import { placesOf } from './sendToService';
import { platformPlace } from './turnToSubmit';

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
	const { handle, files } = plan;
	const shown = new Map(files.map((file) => [file.standIn, shownFile(file)]));
	const [first = plan.request, ...others] = await placesOf(context, plan, itemIndex);
	const links = new Map(files.map((file) => [file.standIn, { shown: shownFile(file), file }]));
	const { request, toReview } = plan.review
		? await withKnownAssets(context, { request: first, links }, itemIndex)
		: { request: first, toReview: [] };
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
		...(toReview.length > 0 && { reviewsFirst: toReview.map((url) => shown.get(url) ?? url) }),
		...(others.length > 0 && { alternatives: others.map(({ path }) => `${base}${path}`) }),
		...(expectedCost !== undefined && { expectedCost, costUnit: 'credits' }),
		doubts: doubtsOf(plan.operation, request),
		note: 'Nothing was sent. Switch Options > Preview Request off to send it',
	};
}

import type { IExecuteFunctions } from 'n8n-workflow';

import { PlatformProblem } from '../answers/errors';
import { baseUrl, CREDENTIAL } from '../client/credential';
import { whenTaskFails } from '../client/failedTasks';
import { hostFor } from '../client/place';
import { withLinks, type SharedRequest } from '../files/shareFiles';
import type { PreparedRequest } from '../operation/preparation';
import type { Plan } from './plan';
import type { Submittal } from './submit';
import { blotLinks, withoutLinks } from './withoutLinks';

type SubmitPlan = Extract<Plan, { kind: 'submit' }>;

/**
 * What is done just before a request is sent for the first time: its files are shared, and then comes what the
 * operation itself does where the user switched it on. Nothing where there is neither.
 */
export function preparationOf(
	context: IExecuteFunctions,
	plan: SubmitPlan,
	itemIndex: number,
): Pick<Submittal, 'prepare' | 'onAnswer' | 'onFailure'> & {
	onTaken?(taskId: string): Promise<void>;
} {
	const { files, preparation, shareBy } = plan;
	if (files.length === 0 && preparation === undefined) return {};
	let shared: SharedRequest = { request: plan.request, links: new Map() };
	let prepared: PreparedRequest | undefined;
	return {
		async prepare() {
			const { request } = plan;
			if (files.length > 0) {
				const credential = await context.getCredentials(CREDENTIAL, itemIndex);
				const settings = { by: shareBy, platformUrl: baseUrl(credential, request.api) };
				shared = await withLinks(context, request, files, settings, itemIndex);
			}
			if (preparation === undefined) return shared.request;
			const preparer = await preparation.load();
			prepared = await preparer.prepare(context, shared, itemIndex);
			return prepared.request;
		},
		async onTaken(taskId) {
			if (prepared === undefined) return;
			const host = await hostFor(context, plan.request.api, itemIndex);
			whenTaskFails(host, taskId, prepared.forget);
		},
		onAnswer: (body) => blotLinks(body, shared.links),
		async onFailure(cause) {
			if (cause instanceof PlatformProblem && cause.status !== undefined) prepared?.forget();
			return withoutLinks(cause, shared.links);
		},
	};
}

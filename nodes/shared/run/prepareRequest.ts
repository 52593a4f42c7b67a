import type { IExecuteFunctions } from 'n8n-workflow';

import { PlatformProblem } from '../answers/errors';
import { clientFor } from '../client/client';
import { withLinks, type SharedRequest } from '../files/shareFiles';
import type { Plan } from './plan';
import { forgetAssets, noteAssets, reviewAssets } from './reviewAssets';
import type { Submissions } from './submissions';
import type { Submittal } from './submit';
import { blotLinks, withoutLinks } from './withoutLinks';

type SubmitPlan = Extract<Plan, { kind: 'submit' }>;

/**
 * What is done just before a request is sent for the first time: its files are shared, and reviewed where the
 * user asked for it. Nothing where it has no files and no review.
 */
export function preparationOf(
	context: IExecuteFunctions,
	submissions: Submissions,
	plan: SubmitPlan,
	itemIndex: number,
): Pick<Submittal, 'prepare' | 'onAnswer' | 'onFailure'> & {
	onTaken?(taskId: string): Promise<void>;
} {
	const { files, review, shareBy } = plan;
	if (files.length === 0 && review === undefined) return {};
	let shared: SharedRequest = { request: plan.request, links: new Map() };
	return {
		async prepare() {
			const { request } = plan;
			if (files.length > 0) {
				const client = await clientFor(context, itemIndex);
				const settings = { by: shareBy, platformUrl: client.baseUrl(request.api) };
				shared = await withLinks(context, request, files, settings, itemIndex);
			}
			return review
				? await reviewAssets(context, submissions, review, shared, itemIndex)
				: shared.request;
		},
		async onTaken(taskId) {
			if (review) await noteAssets(context, shared, itemIndex, taskId);
		},
		onAnswer: (body) => blotLinks(body, shared.links),
		async onFailure(cause) {
			const isRefused = cause instanceof PlatformProblem && cause.status !== undefined;
			if (review && isRefused) await forgetAssets(context, shared, itemIndex);
			return withoutLinks(cause, shared.links);
		},
	};
}

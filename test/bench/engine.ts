// The built package in n8n's engine.
import '../support/environment';
import type { INodeType } from 'n8n-workflow';
import { credentialFor, type Platform } from '../../simulator/credential';
import { builtPackage } from '../support/built';
import {
	describedAs,
	runWorkflow,
	type RunOptions,
	type WorkflowRun,
} from '../support/runWorkflow';

/** A platform that has one address for all. */
export const platformAt = (url: string, key = 'kx-bench'): Platform => ({
	platformUrl: url,
	toolsUrl: url,
	key,
});

export const ours = builtPackage();

/** @param more what differs: nodes in a chain at least */
export async function run(
	platform: Platform,
	{ credentials, ...more }: Partial<RunOptions> & Pick<RunOptions, 'chain'>,
): Promise<WorkflowRun> {
	const done = await runWorkflow({
		...ours,
		...more,
		credentials: { kexiangApi: credentialFor(platform), ...credentials },
	});
	if (done.error && more.cancelAfterMs === undefined)
		throw new Error(`${done.error.message} ${done.error.description ?? ''}`);
	return done;
}

export const submit = (parameters = {}) => ({
	type: 'kexiangGoogle',
	name: 'Submit',
	parameters: { operation: 'kbananaProOfficialSubmit', prompt: 'a paper boat', ...parameters },
});

export const wait = (parameters = {}) => ({ type: 'kexiangWaitForTask', name: 'Wait', parameters });

/** A node of the bench's own, with the package's credential. */
export const ownNode = (name: string, execute: NonNullable<INodeType['execute']>): INodeType => ({
	description: {
		...describedAs(name),
		credentials: [{ name: 'kexiangApi', required: true }],
	},
	execute,
});

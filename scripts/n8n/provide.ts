/* eslint-disable @n8n/community-nodes/require-node-api-error */
// The first n8n that installs and starts on this machine.
import { CommandFailed, lastLines } from '../children';
import { markBroken } from './cache';
import { candidates, describe } from './candidates';
import { existingN8n, installN8n, isInstalled, type N8nInstallation } from './install';
import { SqliteMissing } from './sqlite';
import { fetchNode, runningNode, type NodeRuntime } from './nodeRuntime';

export interface WantedN8n {
	cache: string;
	/** Only n8n 1.x or 2.x. */
	major?: 1 | 2;
	/** An n8n that is already there: nothing is installed then. */
	existing?: string;
}

export type StepRunner = <T>(
	title: string,
	work: (step: { note(text: string): void }) => Promise<T>,
	summary?: (result: T) => string,
) => Promise<T>;

const ADVICE = [
	'What usually helps:',
	'  - is the npm registry reachable (npm ping), and are there 4 GB of free disk?',
	'  - Node 24 from https://nodejs.org fits n8n 2.x best',
	'  - an n8n that you have already: KEXIANG_N8N=/path/to/node_modules/n8n npm start',
].join('\n');

async function fetchedNode(wanted: WantedN8n, step: StepRunner): Promise<NodeRuntime> {
	return await step(
		'Node for n8n',
		async ({ note }) => await fetchNode(wanted.cache, note),
		({ version }) => `Node ${version}`,
	);
}

/** The given n8n, on the running Node where it allows that. */
async function given(
	existing: string,
	wanted: WantedN8n,
	step: StepRunner,
): Promise<N8nInstallation> {
	const installation = existingN8n(existing, runningNode);
	return installation.fitsNode
		? installation
		: { ...installation, runtime: await fetchedNode(wanted, step) };
}

/** Whether n8n ended because of its installation, which is then made anew the next time. */
function looksDamaged(error: Error): boolean {
	const signs = /Cannot find module|MODULE_NOT_FOUND|ERR_DLOPEN_FAILED/;
	return error instanceof CommandFailed && signs.test(lastLines(error.logFile, 40).join('\n'));
}

/**
 * Installs and starts candidate after candidate until one works. Answers what `start` answers.
 * When none works, the error tells what happened to each.
 */
export async function provideN8n<T>(
	wanted: WantedN8n,
	step: StepRunner,
	start: (installation: N8nInstallation) => Promise<T>,
): Promise<T> {
	if (wanted.existing) return await start(await given(wanted.existing, wanted, step));
	const reasons: string[] = [];
	let logFile = '';
	// Asked for once: a second try would fail as the first did.
	let node24: Promise<NodeRuntime> | undefined;
	for (const candidate of candidates(runningNode.version, wanted.major)) {
		const name = describe(candidate, runningNode.version);
		let installation: N8nInstallation | undefined;
		try {
			const runtime =
				candidate.node === 'running' ? runningNode : await (node24 ??= fetchedNode(wanted, step));
			const title = isInstalled(candidate.release, wanted.cache)
				? `Finding ${name}`
				: `Installing ${name} (once, about two minutes and 2 GB of disk)`;
			installation = await step(
				title,
				async ({ note }) => await installN8n(candidate.release, runtime, wanted.cache, note),
				({ folder }) => folder ?? '',
			);
			return await start(installation);
		} catch (error) {
			if (!(error instanceof Error) || error instanceof SqliteMissing) throw error;
			reasons.push(`  - ${name}: ${error.message}`);
			if (error instanceof CommandFailed) logFile = error.logFile;
			if (installation?.folder && looksDamaged(error)) markBroken(installation.folder);
		}
	}
	throw new CommandFailed(`No n8n could be started.\n${reasons.join('\n')}\n${ADVICE}`, logFile);
}

import type { IBinaryData } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../answers/parameterProblem';
import { unreachable } from '../util/reachable';
import * as words from '../words/storage';
import type { Refusal } from '../words/fields';
import type { FileContext, LocalFile } from './localFile';
import { probeN8n, type Probe } from './bucketLink';
import { encodePart } from './signatureV4';

interface SignedLinkSettings {
	/** The field that holds the file. */
	label: string;
	/** How long the link holds, seconds. */
	validSeconds: number;
	/** The platform is on this network too, as the simulator is: then it may use addresses of this network. */
	platformIsNear: boolean;
}

/**
 * A link to a file in n8n that needs no login, by n8n's own signature. n8n makes it from WEBHOOK_URL,
 * or from its own address where that is not set.
 * @throws ParameterProblem when the platform could not open it
 */
export async function signedLink(
	context: FileContext,
	file: LocalFile,
	{ label, validSeconds, platformIsNear }: SignedLinkSettings,
): Promise<string> {
	const stored = await storedForLong(context, file, label);
	const signed = await attempt(
		(async () => context.helpers.createBinarySignedUrl(stored, `${Math.ceil(validSeconds)} s`))(),
	);
	if (!signed.ok) throw problem(label, words.n8nMakesNoLinks());
	// Services that look at an address for the type of the file find it at the end.
	const url = `${signed.value}${signed.value.includes('?') ? '&' : '?'}file=${encodePart(file.name)}`;
	const why = platformIsNear ? undefined : unreachable(url);
	if (why !== undefined) throw problem(label, words.n8nIsUnreachable(why));
	judge(context, await probeN8n(context, url, file), label);
	return url;
}

/** n8n removes files of a form or webhook from their first place when the execution ends (their id says `temp`). */
const isTemporary = ({ id }: IBinaryData) => /(^|[/:])temp\//.test(id ?? '');

async function storedForLong(
	{ helpers }: FileContext,
	{ binary, name, mimeType, open }: LocalFile,
	label: string,
): Promise<IBinaryData> {
	if (binary.id !== undefined && !isTemporary(binary)) return binary;
	const stored = await helpers.prepareBinaryData(await open(), name, mimeType);
	if (stored.id === undefined) throw problem(label, words.n8nKeepsFilesInMemory());
	return stored;
}

function judge(context: FileContext, probe: Probe, label: string): void {
	if (probe === 'works') return;
	if ('silent' in probe) {
		context.addExecutionHints({
			message: words.ownLinkNotOpened(probe.silent),
			location: 'outputPane',
		});
		return;
	}
	throw problem(label, words.linkOfN8nIsDead(probe.status));
}

const problem = (label: string, { reason, advice }: Refusal) =>
	new ParameterProblem(label, reason, advice);

import type { IBinaryData } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../util/failure';
import { unreachable } from '../util/reachable';
import type { FileContext, LocalFile } from './localFile';
import { probeN8n, type Probe } from './probeLink';
import { encodePart } from './signatureV4';

export interface SignedLinkSettings {
	/** The field that holds the file. */
	label: string;
	/** How long the link holds, seconds. */
	validSeconds: number;
	/** The platform is on this network too, as the simulator is: then it may use addresses of this network. */
	platformIsNear: boolean;
}

const OTHER_WAY =
	'use your own bucket: choose it under Options > Share Files By and give the node a Kexiang File Storage credential';
const WAYS_OUT = `Either set n8n's environment variable WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to the public https address under which n8n is reached, or ${OTHER_WAY}.`;

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
	if (!signed.ok)
		throw new ParameterProblem(
			label,
			'holds a file, but this n8n cannot make links to its files',
			`Update n8n, or ${OTHER_WAY}.`,
		);
	// Services that look at an address for the type of the file find it at the end.
	const url = `${signed.value}${signed.value.includes('?') ? '&' : '?'}file=${encodePart(file.name)}`;
	const problem = platformIsNear ? undefined : unreachable(url);
	if (problem !== undefined)
		throw new ParameterProblem(
			label,
			`holds a file, but n8n's own address ${problem}, so that the platform cannot fetch the file`,
			WAYS_OUT,
		);
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
	if (stored.id === undefined)
		throw new ParameterProblem(
			label,
			'holds a file, but this n8n keeps files in memory, where no link can lead',
			`Either set n8n's environment variable N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or ${OTHER_WAY}.`,
		);
	return stored;
}

function judge(context: FileContext, probe: Probe, label: string): void {
	if (probe === 'works') return;
	if ('silent' in probe) {
		context.addExecutionHints({
			message: `n8n could not open its own link to a file (${probe.silent}). If the platform cannot either, set WEBHOOK_URL to n8n's public https address.`,
			location: 'outputPane',
		});
		return;
	}
	throw new ParameterProblem(
		label,
		`holds a file, but n8n's link to it ${answerText(probe.status)}`,
		WAYS_OUT,
	);
}

function answerText(status: number): string {
	if (status === 401 || status === 403 || status === 407)
		return `asks for a password (${status}): something stands before n8n`;
	if (status === 0) return 'gives something else: a page of a proxy, maybe';
	if (status === 404) return 'leads nowhere (404): the address or path of n8n is another';
	return `answers ${status}`;
}

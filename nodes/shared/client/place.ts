import type { IExecuteFunctions } from 'n8n-workflow';

import type { Api } from '../answers/endpoints';
import { placeOf } from '../util/processMemory';
import { baseUrl, CREDENTIAL } from './credential';
import { gatesAt, type Gates } from './gates';

/** Whom a run speaks with: the platform's host, and a hash of the key. */
interface Partner {
	readonly host: string;
	readonly place: string;
}

/** By run, item and family; a credential is asked for once, though each request of n8n asks for it anew. */
const partners = new WeakMap<IExecuteFunctions, Map<string, Partner>>();

/** The gates for what one item sends. @throws ParameterProblem for a bad base URL, or n8n's error without a credential */
export async function gatesFor(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
): Promise<Gates> {
	return gatesAt((await partnerOf(context, api, itemIndex)).place);
}

/** The place where what is learned of the platform holds true. @throws as `gatesFor` */
export async function hostFor(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
): Promise<string> {
	return (await partnerOf(context, api, itemIndex)).host;
}

async function partnerOf(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
): Promise<Partner> {
	const own = partners.get(context) ?? new Map<string, Partner>();
	partners.set(context, own);
	const name = `${api} ${itemIndex}`;
	const known = own.get(name);
	if (known) return known;
	const credential = await context.getCredentials(CREDENTIAL, itemIndex);
	const base = baseUrl(credential, api);
	const partner = { host: placeOf(base), place: placeOf(base, String(credential.apiKey ?? '')) };
	own.set(name, partner);
	return partner;
}

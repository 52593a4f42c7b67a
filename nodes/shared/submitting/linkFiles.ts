import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { sharedLinks } from '../files/shareFiles';
import type { Plan } from '../run/plan';
import { baseUrl, CREDENTIAL } from '../platform/credential';

/**
 * What an item gets that asks for links to its files: `url` is the first, `urls` are all in their order, and
 * `files` says which file of n8n each link leads to.
 * @throws ParameterProblem
 */
export async function linkFiles(
	context: IExecuteFunctions,
	{ operation, urls, files, shareBy, validHours }: Extract<Plan, { kind: 'link' }>,
	itemIndex: number,
): Promise<IDataObject> {
	const platformUrl = baseUrl(await context.getCredentials(CREDENTIAL, itemIndex), 'task');
	const settings = { by: shareBy, platformUrl, ...(validHours !== undefined && { validHours }) };
	const links = await sharedLinks(context, files, settings, itemIndex);
	const linkOf = (url: string) => links.get(url) ?? url;
	return {
		operation: operation.value,
		url: linkOf(urls[0] ?? ''),
		urls: urls.map(linkOf),
		files: files.map(({ standIn, property, binary: { fileName, mimeType } }) => ({
			url: linkOf(standIn),
			mimeType,
			...(property !== undefined && { property }),
			...(fileName !== undefined && { fileName }),
		})),
	};
}

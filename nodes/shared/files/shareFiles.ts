import type { PlatformRequest } from '../platform/endpoints';
import type { FileContext } from './fileContext';
import { replaceStandIns, type UsedFile } from './filesOfItem';
import { readLocalFile } from './localFile';
import { shareFile, type ShareSettings } from './shareFile';

/** Looks at each file of an item before anything is paid. @throws ParameterProblem */
export async function checkFiles(
	context: Pick<FileContext, 'helpers'>,
	files: readonly UsedFile[],
): Promise<void> {
	for (const { binary, wanted } of files) await readLocalFile(context, binary, wanted);
}

/** The request with links in place of its files, each shared once per execution. @throws ParameterProblem */
export async function withLinks(
	context: FileContext,
	request: PlatformRequest,
	files: readonly UsedFile[],
	settings: ShareSettings,
	itemIndex: number,
): Promise<PlatformRequest> {
	const links = new Map<string, string>();
	for (const { standIn, binary, wanted } of files)
		links.set(standIn, await shareFile(context, itemIndex, binary, wanted, settings));
	const { body } = request;
	return body === undefined ? request : { ...request, body: replaceStandIns(body, links) };
}

import type { PlatformRequest } from '../platform/endpoints';
import type { FileContext } from './fileContext';
import { replaceStandIns, shownFile, type UsedFile } from './filesOfItem';
import { readLocalFile } from './localFile';
import { shareFile, type ShareSettings } from './shareFile';

/** A request with links to files in it. */
export interface SharedRequest {
	request: PlatformRequest;
	links: SharedLinks;
}

/** By link: what stands for the file in a message, and the file that it leads to. */
export type SharedLinks = ReadonlyMap<string, { shown: string; file: UsedFile }>;

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
): Promise<SharedRequest> {
	const links = await sharedLinks(context, files, settings, itemIndex);
	const { body } = request;
	return {
		request: body === undefined ? request : { ...request, body: replaceStandIns(body, links) },
		links: new Map(
			files.map((file) => [
				links.get(file.standIn) ?? file.standIn,
				{ shown: shownFile(file), file },
			]),
		),
	};
}

/** A link to each file, by what stands for it. @throws ParameterProblem */
export async function sharedLinks(
	context: FileContext,
	files: readonly UsedFile[],
	settings: ShareSettings,
	itemIndex: number,
): Promise<Map<string, string>> {
	const links = new Map<string, string>();
	for (const { standIn, binary, wanted } of files)
		links.set(standIn, await shareFile(context, itemIndex, binary, wanted, settings));
	return links;
}

/** What people read of addresses that lead to a page, or ask for a login, in place of a file. */
import type { Refusal } from './fields';
import { shown } from './media';

/** @param wayOut one of those below */
export const isPageOf = (owner: string, entry: string, wayOut: string): Refusal => ({
	reason: `holds a page of ${owner}, not a file: ${shown(entry)}`,
	advice: `The platform would fetch the page. ${wayOut}`,
});

export const needsLogin = (owner: string, entry: string): Refusal => ({
	reason: `holds a file of ${owner} that opens with a login only: ${shown(entry)}`,
	advice:
		"Fetch it with n8n's HTTP Request node or the node of that service, and enter the name of its binary field, such as data.",
});

export const downloadFirst = (): string =>
	'Download the file, and pass it as a binary field, or put it where it has a direct link.';
export const putElsewhere = (): string =>
	'Put the file where it has a direct link, such as OSS, COS, S3 or a web server, and pass that.';
export const linkOfGoogleDrive = (): string =>
	'Share the file with everyone, and pass https://drive.google.com/uc?export=download&id= with its ID; large files need another place.';
export const linkOfDropbox = (): string => 'Put dl=1 in place of dl=0 at its end.';
export const linkOfGitHub = (): string =>
	'Pass the address of the button Raw, which begins with https://raw.githubusercontent.com/.';

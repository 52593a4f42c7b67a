/** What people read of addresses that lead to a page, or ask for a login, in place of a file. */
import type { Refusal } from './fields';
import { shown } from './media';

/** @param wayOut one of those below */
export const isPageOf = (owner: string, entry: string, wayOut: string): Refusal => ({
	reason: `contains the URL of a page on ${owner}, not of a file: ${shown(entry)}`,
	advice: `${wayOut} Otherwise, the platform fetches the page instead of the file.`,
});

export const needsLogin = (owner: string, entry: string): Refusal => ({
	reason: `contains the URL of a file on ${owner} that requires a login: ${shown(entry)}`,
	advice:
		"Download the file with n8n's HTTP Request node or the node for that service, and enter the name of its binary field, such as data.",
});

export const downloadFirst = (): string =>
	'Download the file and enter the name of its binary field, or put the file where it has a direct link and enter that.';
export const putElsewhere = (): string =>
	'Put the file where it has a direct link, such as OSS, COS, S3 or a web server, and enter that link.';
export const linkOfGoogleDrive = (): string =>
	'Share the file with everyone, and enter https://drive.google.com/uc?export=download&id= followed by its ID; large files need another place.';
export const linkOfDropbox = (): string => 'Replace dl=0 at the end of the URL with dl=1.';
export const linkOfGitHub = (): string =>
	'Enter the URL of the Raw button, which begins with https://raw.githubusercontent.com/.';

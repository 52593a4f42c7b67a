import { createHash } from 'crypto';

import { gatesOf, type Gates } from './gates';

/** Under which the process remembers what it learns of an account. */
export interface AccountName {
	/** In lower case, with its port: what holds for everybody there. */
	readonly host: string;
	/** The host, and a hash of the key: what is the account's own. */
	readonly id: string;
}

/**
 * Whom the platform knows by a key, at one base URL. All that the process learns of the platform hangs on it: nothing else
 * tells one from another.
 */
export class Account implements AccountName {
	readonly host: string;
	readonly id: string;

	/** @param key as it is sent */
	constructor(
		readonly baseUrl: string,
		key: string,
	) {
		this.host = hostIn(baseUrl);
		this.id = `${this.host} ${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
	}

	/** To be asked for anew for each request. */
	get gates(): Gates {
		return gatesOf(this.id);
	}
}

/** The host of a base URL, in lower case and with its port. */
export const hostIn = (baseUrl: string): string =>
	(baseUrl.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? '').toLowerCase();

/** What an address shows by its text: whether others can open it, and until when. */
import { msOf } from './time';

/** Removes invisible characters such as U+200B and U+FEFF, which come along when a text is copied. Blanks stay. */
export const visible = (text: string): string => text.replace(UNSEEN, '');

const UNSEEN = /\p{Default_Ignorable_Code_Point}|(?!\s)\p{Cc}/gu;

/** Why an address cannot be opened from the internet. */
export interface Unreachable {
	/** Not a web address at all, or a number or name that only its own network knows. */
	kind: 'noUrl' | 'noWebAddress' | 'ownAddress' | 'ownName';
	/** Empty if there is none. */
	host: string;
}

/**
 * Why the platform, which is on the internet, cannot open an address. Undefined if it may. Only checks the host.
 * n8n's own address is often unreachable.
 */
export function unreachable(url: string): Unreachable | undefined {
	const host = hostOf(url);
	if (host === undefined) return { kind: URL.canParse(url) ? 'noWebAddress' : 'noUrl', host: '' };
	if (!isPrivateHost(host)) return undefined;
	return { kind: IP_ADDRESS.test(host) ? 'ownAddress' : 'ownName', host };
}

/**
 * Whether only this machine or this network can reach a URL's host: loopback, private and link-local addresses (as
 * the URL parser spells them), names without a dot, and names that no public server resolves. Looks up no name.
 */
export function isPrivate(url: string): boolean {
	const host = hostOf(url);
	return host !== undefined && isPrivateHost(host);
}

/** Whether it must be downloaded. Otherwise it is a file written as text. */
export const isWebAddress = (file: string): boolean => /^https?:/i.test(file);

/** In lower case, addresses as four numbers. Undefined if it is not a web address, or its host has an empty part. */
export function hostOf(url: string): string | undefined {
	if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
	const host = new URL(url).hostname.replace(/\.$/, '');
	return /(^|\.)(\.|$)/.test(host) ? undefined : host;
}

const IP_ADDRESS = /^(\[|\d+(\.\d+){3}$)/;

function isPrivateHost(host: string): boolean {
	const [, high = '', low = ''] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(host) ?? [];
	if (high !== '') return isPrivateV4([...bytesOf(high), ...bytesOf(low)]);
	if (host.startsWith('[')) return /^\[(::1?\]|f[cd]|fe[89a-f]|ff)/.test(host);
	if (IP_ADDRESS.test(host)) return isPrivateV4(host.split('.').map(Number));
	return !host.includes('.') || LOCAL_NAMES.test(host);
}

/** 16 bits in hexadecimal, as in an IPv6 address that contains an IPv4 one. */
const bytesOf = (word: string) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255];

/** RFC 6761, 6762, 8375, and common names of routers and companies. */
const LOCAL_NAMES =
	/\.(localhost|local|internal|intranet|lan|home|home\.arpa|corp|private|localdomain|test|invalid)$/;

function isPrivateV4([a = 0, b = 0]: readonly number[]): boolean {
	return (
		[0, 10, 127].includes(a) ||
		a >= 224 ||
		(a === 100 && b >= 64 && b < 128) ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && b === 168) ||
		(a === 198 && (b === 18 || b === 19))
	);
}

/**
 * Until when a signed link is valid, milliseconds since 1970, by its own query. Undefined if the query does not say.
 * Knows the forms of S3, OSS, COS, TOS, OBS, Google, Azure, Qiniu, Discord and compatible services.
 */
export function heldUntil(url: string): number | undefined {
	if (!URL.canParse(url)) return undefined;
	const values = new Map(
		[...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]),
	);
	const ends = [...values].flatMap(([name, value]) => endOf(name, value, values) ?? []);
	return ends.length === 0 ? undefined : Math.min(...ends);
}

/** @param values of the whole query, by names in lower case */
function endOf(
	name: string,
	value: string,
	values: ReadonlyMap<string, string>,
): number | undefined {
	// X-Amz-Date and X-Amz-Expires, and the equivalents of OSS, TOS, OBS and Google: the start, and a number of seconds.
	const [, maker] = /^(x-\w+)-expires$/.exec(name) ?? [];
	if (maker !== undefined) return plus(basicTime(values.get(`${maker}-date`) ?? ''), value);
	// Seconds since 1970: the older form of S3, OSS, OBS and CDNs; COS; Qiniu.
	if (name === 'expires' && values.has('signature')) return momentOf(value);
	if (name === 'q-sign-time') return momentOf(value.split(';')[1] ?? '');
	if (name === 'e' && values.has('token')) return momentOf(value);
	// The same in hexadecimal: Discord.
	if (name === 'ex' && values.has('hm') && /^[\da-f]{8}$/i.test(value))
		return msOf(parseInt(value, 16));
	// A written date: Azure.
	if (name !== 'se' || !values.has('sig')) return undefined;
	const at = Date.parse(value);
	return Number.isNaN(at) ? undefined : at;
}

const momentOf = (seconds: string): number | undefined =>
	/^\d{10}$/.test(seconds) ? msOf(Number(seconds)) : undefined;

const plus = (from: number | undefined, seconds: string): number | undefined =>
	from !== undefined && /^\d+$/.test(seconds) ? from + msOf(Number(seconds)) : undefined;

/** `20261124T002037Z` */
function basicTime(text: string): number | undefined {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1).map(Number);
	if (parts === undefined) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

import { msOf } from './time';

/**
 * Until when a signed link holds, milliseconds since 1970, as its own query says; undefined where it says nothing.
 * The forms of S3, OSS, COS, TOS, OBS, Google, Azure, Qiniu and those who took them over.
 */
export function heldUntil(url: string): number | undefined {
	if (!URL.canParse(url)) return undefined;
	const values = new Map(
		[...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]),
	);
	const ends = [...values].flatMap(([name, value]) => endOf(name, value, values) ?? []);
	return ends.length === 0 ? undefined : Math.min(...ends);
}

/** @param values of the whole query, by their names in small letters */
function endOf(
	name: string,
	value: string,
	values: ReadonlyMap<string, string>,
): number | undefined {
	// X-Amz-Date and X-Amz-Expires, and the like of OSS, TOS, OBS and Google: from when, and for how many seconds.
	const [, maker] = /^(x-\w+)-expires$/.exec(name) ?? [];
	if (maker !== undefined) return plus(basicTime(values.get(`${maker}-date`) ?? ''), value);
	// Seconds since 1970: S3 as it was, OSS, OBS and CDNs; COS; Qiniu.
	if (name === 'expires' && values.has('signature')) return momentOf(value);
	if (name === 'q-sign-time') return momentOf(value.split(';')[1] ?? '');
	if (name === 'e' && values.has('token')) return momentOf(value);
	// A moment as people write it: Azure.
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

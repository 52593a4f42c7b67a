import { ParameterProblem } from '../answers/parameterProblem';
import type { MediaRules } from '../util/mediaRules';
import type { Refusal } from '../words/fields';
import * as words from '../words/media';
import { EXTENSIONS } from './fileType';
import type { MediaHeader } from './mediaHeader';

/** What a field of an operation takes. */
export interface Wanted extends MediaRules {
	label: string;
}

/** What is known of a file before it is shared. */
export interface Seen {
	/** As n8n calls it. */
	told: words.FileTold;
	/** Bytes. */
	size: number;
	/** By its bytes, or by what is said of it; undefined where it is no picture, video or sound. */
	mimeType: string | undefined;
	/** It is base64, as text. */
	isEncoded: boolean;
	header: MediaHeader;
}

const MB = 1024 * 1024;

/** Encoders round the end of a film up to a whole frame, and give a sound some silence. */
const ROUNDING_SECONDS = 0.1;

/** Whether a file has more bytes than the field takes. */
export const isTooLarge = (size: number, { maxMb = Infinity }: MediaRules): boolean =>
	size > maxMb * MB;

/** @throws ParameterProblem when a file is not what the field takes, by what the field declares */
export function checkMedia(file: Seen, { label, ...rules }: Wanted): void {
	const refusal = refusalOf(file, rules);
	if (refusal !== undefined) throw new ParameterProblem(label, refusal);
}

function refusalOf(file: Seen, rules: MediaRules): string | Refusal | undefined {
	const { told, size, mimeType, isEncoded, header } = file;
	const { kind, types } = rules;
	if (size === 0) return words.isEmptyFile(told);
	if (kind === 'any') return undefined;
	if (isTooLarge(size, rules)) return words.isTooLarge(rules, told, size / MB);
	if (isEncoded) return words.holdsEncodedTwice(words.fileTold(told));
	if (kind === 'video' && header.hasPictures === false)
		return words.isOfOtherKind(rules, told, mimeType?.startsWith('audio/') ? mimeType : undefined);
	const isTaken =
		isOfKind(file, kind) && (types?.some((type) => EXTENSIONS[type] === mimeType) ?? true);
	if (!isTaken) return words.isOfOtherKind(rules, told, mimeType);
	if (header.isTruncated === true) return words.isTruncated(told);
	return limitPassed(header, rules, told);
}

function limitPassed(
	{ width, height, seconds }: MediaHeader,
	rules: MediaRules,
	told: words.FileTold,
): Refusal | undefined {
	const { minSide = 0, maxSide = Infinity, ratio = Infinity } = rules;
	const { minSeconds = 0, maxSeconds = Infinity } = rules;
	if (width !== undefined && height !== undefined) {
		const [short, long] = [Math.min(width, height), Math.max(width, height)];
		if (short < minSide || long > maxSide) return words.isOfOtherSides(rules, told, width, height);
		if (long > ratio * short) return words.isTooNarrow(rules, told, width, height);
	}
	const isInTime =
		seconds === undefined ||
		(seconds >= minSeconds - ROUNDING_SECONDS && seconds <= maxSeconds + ROUNDING_SECONDS);
	return isInTime ? undefined : words.isOfOtherLength(rules, told, seconds);
}

function isOfKind(
	{ told, mimeType = '', header }: Seen,
	kind: Exclude<MediaRules['kind'], 'any'>,
): boolean {
	if (kind === 'media') return /^(image|video|audio)\//.test(mimeType);
	// A container without pictures has the beginning of a video all the same.
	const isSoundAlone =
		header.hasPictures === false ||
		(header.hasPictures === undefined && !told.mimeType.startsWith('video/'));
	return (
		mimeType.startsWith(`${kind}/`) ||
		(kind === 'audio' &&
			isSoundAlone &&
			/^video\/(mp4|webm|3gpp|quicktime|x-ms-wmv)$/.test(mimeType))
	);
}

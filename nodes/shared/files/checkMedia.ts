import { ParameterProblem } from '../answers/parameterProblem';
import type { MediaRules } from '../util/mediaRules';
import type { Refusal } from '../words/fields';
import * as words from '../words/media';
import { EXTENSIONS } from './fileType';
import type { MediaHeader } from './mediaHeader';

/** What a field of an operation accepts. */
export interface Wanted extends MediaRules {
	label: string;
}

/** What is known about a file before it is shared. */
export interface Seen {
	/** n8n's description of it. */
	told: words.FileTold;
	/** Bytes. */
	size: number;
	/** From its bytes, or from its declared type. Undefined if it is not a picture, video or sound. */
	mimeType: string | undefined;
	/** True if the file is base64 text. */
	isEncoded: boolean;
	header: MediaHeader;
}

const MB = 1024 * 1024;

/** Encoders round the end of a video up to a whole frame, and add some silence to a sound. */
const ROUNDING_SECONDS = 0.1;

/** Whether a file has more bytes than the field accepts. */
export const isTooLarge = (size: number, { maxMb = Infinity }: MediaRules): boolean =>
	size > maxMb * MB;

/** @throws ParameterProblem if a file does not match the field's rules */
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
	// An audio-only container begins like a video.
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

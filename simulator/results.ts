import type { FaultKind } from './faults';
import { mediaAt } from './media';
import type { Product } from './services';
import type { Task } from './tasks';

/** The results of a finished task. Everything is derived from the task, so it is created on request. */

export interface SubtitleEntry {
	/** Seconds from the start of the video. */
	start: number;
	end: number;
	text: string;
}

export interface Results {
	images: string[];
	videoUrl: string | null;
	coverUrl: string | null;
	/** Extracted text, or the model's text. */
	text: string | null;
	/** Length of a video, seconds. */
	duration: number | null;
	subtitles: SubtitleEntry[];
}

const NOTHING: Results = {
	images: [],
	videoUrl: null,
	coverUrl: null,
	text: null,
	duration: null,
	subtitles: [],
};

/** Longest side of a drawn picture, pixels: fast to draw, and large enough for every field that accepts it. */
const LONGEST_SIDE = 768;
const SPOKEN = ['Good morning.', 'A paper boat crosses the lake.', 'And here the story ends.'];

export function noResults(): Results {
	return NOTHING;
}

/** @param filesUrl base URL of the result host, without a slash at its end */
export function resultsOf(
	task: Pick<Task, 'id' | 'body'>,
	product: Product,
	filesUrl: string,
): Results {
	const input = inputOf(task.body);
	const name = task.id.replace(/[^\w-]/g, '');
	const firstFrame = firstFrameOf(input);
	const asked = firstFrame === undefined ? sizeAsked(input) : sidesNamed(firstFrame);
	const size = asked ?? [LONGEST_SIDE, LONGEST_SIDE];
	const picture = (index: number) => `${filesUrl}/images/kx_${name}_${index}_${size.join('x')}.png`;
	switch (product) {
		case 'image':
			return {
				...NOTHING,
				images: Array.from({ length: countOf(input.n) }, (_, index) => picture(index)),
				text: '**Composing the Scene**\n\nThe picture follows the instruction and keeps its light.\n\n',
			};
		case 'card':
			return { ...NOTHING, images: [picture(0)] };
		case 'frames':
			return {
				...NOTHING,
				images: Array.from({ length: countOf(input.frameCount, 5) }, (_, index) => picture(index)),
			};
		case 'video':
			return {
				...NOTHING,
				videoUrl: `${filesUrl}/videos/kx_${name}${asked ? `_${asked.join('x')}` : ''}.mp4`,
				coverUrl: picture(0),
				duration: 3,
			};
		case 'duration':
			return { ...NOTHING, duration: 3 };
		case 'text':
			return { ...NOTHING, text: SPOKEN.join(' ') };
		case 'subtitles':
			return {
				...NOTHING,
				text: SPOKEN.join('\n'),
				subtitles: SPOKEN.map((text, index) => ({ start: index, end: index + 1, text })),
			};
		case 'asset':
			return NOTHING;
	}
}

type Input = Record<string, unknown>;

/** The same results, with their addresses as the fault writes them. */
export function addressedAs(kind: FaultKind | undefined, results: Results): Results {
	const write = kind === undefined ? undefined : WRITINGS[kind];
	if (write === undefined) return results;
	const { images, videoUrl, coverUrl } = results;
	return {
		...results,
		images: images.map(write),
		videoUrl: videoUrl === null ? null : write(videoUrl),
		coverUrl: coverUrl === null ? null : write(coverUrl),
	};
}

const pathIn = (url: string) => url.replace(/^\w+:\/\/[^/]+/, '');

function fileAt(url: string): { type: string; base64: string } {
	const media = mediaAt(pathIn(url));
	const bytes = Buffer.concat(media ? [...media.read(0, media.size)] : []);
	return { type: media?.type ?? '', base64: bytes.toString('base64') };
}

const WRITINGS: Partial<Record<FaultKind, (url: string) => string>> = {
	dataUrls: (url) => `data:${fileAt(url).type};base64,${fileAt(url).base64}`,
	base64: (url) => fileAt(url).base64,
	relativeUrls: pathIn,
	otherScheme: (url) => `oss://kexiang-results${pathIn(url)}`,
};

function inputOf(body: unknown): Input {
	if (typeof body !== 'object' || body === null) return {};
	const { user_input: input } = body as { user_input?: unknown };
	return (typeof input === 'object' && input !== null ? input : body) as Input;
}

function countOf(value: unknown, otherwise = 1): number {
	return typeof value === 'number' && value >= 1 ? Math.min(Math.floor(value), 10) : otherwise;
}

/** The size from `16:9`, `1280*720` or `1024x768`, in the first field that contains one. Undefined if none does. */
function sizeAsked(input: Input): [number, number] | undefined {
	for (const wanted of [input.size, input.aspectRatio, input.aspect_ratio, input.ratio]) {
		const found = /^([1-9]\d*)[:*x]([1-9]\d*)$/.exec(typeof wanted === 'string' ? wanted : '');
		if (!found) continue;
		return scaled(Number(found[1]), Number(found[2]));
	}
	return undefined;
}

function scaled(width: number, height: number): [number, number] {
	const scale = LONGEST_SIDE / Math.max(width, height);
	return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/**
 * The first frame of a Kling video. The video has its size, whatever ratio is requested (reference 11.1, 11.2,
 * 11.4).
 */
function firstFrameOf({ modelName, modelType, image_url: url, image_list: list }: Input) {
	if (!/^kling/i.test(String(modelName))) return undefined;
	if (!['img2video', 'frame2video'].includes(String(modelType))) return undefined;
	const entries: Input[] = Array.isArray(list) ? list : [];
	const frame =
		list === undefined ? url : entries.find(({ type }) => type === 'first_frame')?.image_url;
	return typeof frame === 'string' ? frame : undefined;
}

/** The size of one of this simulator's pictures, read from its name. */
function sidesNamed(url: string): [number, number] | undefined {
	const found = /_([1-9]\d*)x([1-9]\d*)\.png$/.exec(url);
	return found ? scaled(Number(found[1]), Number(found[2])) : undefined;
}

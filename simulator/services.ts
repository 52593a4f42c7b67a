import type { Operation } from './contract';
import type { IdForm } from './tasks';

/** The results, duration and cost of each operation. */

export type Product =
	| 'image'
	| 'video'
	| 'frames'
	| 'duration'
	| 'text'
	| 'subtitles'
	| 'asset'
	| 'card';

/** The supplier whose names of states and results an answer of family tool uses. */
export type Dialect =
	| 'plain'
	| 'supplier'
	| 'jimeng'
	| 'tencentEffect'
	| 'tencentStyle'
	| 'alibaba'
	| 'merge';

export interface Service {
	product: Product;
	/** Median time from creation to end, platform seconds. */
	seconds: number;
	/** Platform units. Only "1.2" and "0.2" are known prices. The others are invented. */
	cost: string;
	idForm: IdForm;
	dialect: Dialect;
}

const PRODUCTS: Record<string, Product> = {
	videoFrames: 'frames',
	videoDuration: 'duration',
	subtitleRecognition: 'subtitles',
	shortVideoTextExtract: 'text',
	longVideoTextExtract: 'text',
	seedance2AssetReviewSubmit: 'asset',
	markdownCard: 'card',
};

const IMAGE_MAKERS = /banana|doubao|zImage|kImage|gptImage|seedream/i;

const DIALECTS: Record<string, Dialect> = {
	kbananaProChannelSubmit: 'supplier',
	kbanana2ChannelSubmit: 'supplier',
	seedance1FirstLastFrame: 'jimeng',
	videoEffectSubmit: 'tencentEffect',
	videoStylizeSubmit: 'tencentStyle',
	videoCharacterSwapSubmit: 'alibaba',
	lipSyncSubmit: 'alibaba',
	wan25TextToVideoSubmit: 'alibaba',
	pictureInPicture: 'merge',
};

/** The official page shows 4 min 33 s for one picture. The other times are estimates. */
const SECONDS: Record<Product, { sync: number; submit: number }> = {
	image: { sync: 60, submit: 270 },
	video: { sync: 15, submit: 200 },
	frames: { sync: 4, submit: 10 },
	duration: { sync: 1, submit: 2 },
	text: { sync: 20, submit: 90 },
	subtitles: { sync: 20, submit: 40 },
	asset: { sync: 12, submit: 12 },
	card: { sync: 3, submit: 5 },
};

const COSTS: Record<string, string> = {
	kbananaProOfficialSubmit: '1.2',
	gptImage2ChannelSubmit: '0.2',
	seedance2AssetReviewSubmit: '0',
};

function productOf(id: string): Product {
	return PRODUCTS[id] ?? (IMAGE_MAKERS.test(id) ? 'image' : 'video');
}

function idFormOf(operation: Operation, dialect: Dialect): IdForm {
	if (operation.family === 'v1' || dialect.startsWith('tencent')) return 'number';
	return dialect === 'supplier' ? 'supplier' : 'uuid';
}

export function serviceOf(operation: Operation): Service {
	const product = productOf(operation.id);
	const dialect = DIALECTS[operation.id] ?? 'plain';
	return {
		product,
		dialect,
		seconds: SECONDS[product][operation.kind === 'sync' ? 'sync' : 'submit'],
		cost: COSTS[operation.id] ?? (product === 'video' ? '2.5' : '0.5'),
		idForm: idFormOf(operation, dialect),
	};
}

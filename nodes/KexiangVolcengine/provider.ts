import { providerForm } from '../shared/operation/form';
import { queryOperation } from '../shared/operation/operation';
import type { Provider } from '../shared/run/execute';
import { doubaoImageEdit3, doubaoTextToImage3 } from './operations/doubao3';
import { formerMiniMaxH3Submit, miniMaxH3Submit } from './operations/miniMaxH3Submit';
import {
	formerSeedance25VideoSubmit,
	formerSeedance2VideoSubmit,
	seedance25VideoSubmit,
	seedance2VideoSubmit,
} from './operations/seedance';
import { seedance1FirstLastFrame } from './operations/seedance1FirstLastFrame';
import { seedance2AssetReviewSubmit } from './operations/seedance2AssetReviewSubmit';
import { doubaoImageGenerate45, seedream5Generate } from './operations/seedream';

/** Reference 6.6; Seedance 2.5 and MiniMax H3 are polled at the same path. */
export const seedance2VideoQuery = queryOperation({
	value: 'seedance2VideoQuery',
	title: 'seedance2.0视频生成查询',
	summary: 'Poll a Seedance 2.0, Seedance 2.5 or MiniMax H3 task once for its state and result',
	action: 'Get result: Seedance 2.0',
	section: '6.6',
	evidence: { path: 'C', body: 'A', response: 'A' },
	taskSource: 'userTask',
});

/** Reference 6.8: polled by the number, not by the text `asset-...`. */
export const seedance2AssetReviewQuery = queryOperation({
	value: 'seedance2AssetReviewQuery',
	title: 'seedance2.0素材审核查询',
	summary: 'Poll an asset review once for its result, by its numeric ID',
	action: 'Get asset review result: Seedance 2.0',
	section: '6.8',
	evidence: { path: 'C', body: 'C', response: 'C' },
	taskSource: 'assetReview',
});

/** Group 火山引擎 of the official list, and what the vendor offers in addition. */
export const volcengine: Provider = {
	name: 'Kexiang Volcengine',
	operations: [
		seedance1FirstLastFrame,
		doubaoTextToImage3,
		doubaoImageEdit3,
		doubaoImageGenerate45,
		seedance2VideoSubmit,
		seedance2VideoQuery,
		seedance2AssetReviewSubmit,
		seedance2AssetReviewQuery,
		seedream5Generate,
		seedance25VideoSubmit,
		miniMaxH3Submit,
	],
	former: {
		operations: [formerSeedance2VideoSubmit, formerSeedance25VideoSubmit, formerMiniMaxH3Submit],
	},
};

export const volcengineForm = () => providerForm(volcengine.operations, volcengine.former);

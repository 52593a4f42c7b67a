import type { Provider } from '../shared/run/execute';
import { doubaoImageEdit3 } from './operations/doubaoImageEdit3';
import { doubaoImageGenerate45 } from './operations/doubaoImageGenerate45';
import { doubaoTextToImage3 } from './operations/doubaoTextToImage3';
import { miniMaxH3Submit } from './operations/miniMaxH3Submit';
import { seedance2AssetReviewQuery, seedance2VideoQuery } from './operations/queries';
import { seedance1FirstLastFrame } from './operations/seedance1FirstLastFrame';
import { seedance25VideoSubmit } from './operations/seedance25VideoSubmit';
import { seedance2AssetReviewSubmit } from './operations/seedance2AssetReviewSubmit';
import { seedance2VideoSubmit } from './operations/seedance2VideoSubmit';
import { seedream5Generate } from './operations/seedream5Generate';

/** Group 火山引擎 of the official list, and what the vendor offers beside it. */
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
};

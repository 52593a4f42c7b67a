import type { Provider } from '../shared/run/execute';
import { klingV3MotionControl } from './operations/klingV3MotionControl';
import { klingV3OmniFirstLastFrame } from './operations/klingV3OmniFirstLastFrame';
import { klingV3OmniImageToVideo } from './operations/klingV3OmniImageToVideo';
import { klingV3OmniReference } from './operations/klingV3OmniReference';
import { klingV3OmniTextToVideo } from './operations/klingV3OmniTextToVideo';
import { klingV3Submit } from './operations/klingV3Submit';
import { klingQuery } from './operations/queries';

/** Group 可灵 of the official list. */
export const kling: Provider = {
	name: 'Kexiang Kling',
	operations: [
		klingV3Submit,
		klingV3OmniTextToVideo,
		klingV3OmniImageToVideo,
		klingV3OmniFirstLastFrame,
		klingV3OmniReference,
		klingV3MotionControl,
		klingQuery,
	],
};

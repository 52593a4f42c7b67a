import type { JsonObject } from '../util/json';
import { userTask } from './operation';

/** What the picture models take that the platform offers as tasks of its own, by the names of the form. */
interface ImageTask {
	modelName: string;
	mode: string;
	prompt: string;
	ratio: string;
	resolution?: string | undefined;
	quality?: string | undefined;
	imageUrls?: string[] | undefined;
}

/** The body of such a task (reference 5.4, 5.5 and 10.1; `quality` of Kbanana is C weak). */
export const imageTask = (p: ImageTask): JsonObject =>
	userTask({
		modelName: p.modelName,
		modelType: p.mode,
		prompt: p.prompt,
		size: p.ratio,
		resolution: p.resolution,
		quality: p.quality,
		image_urls: p.imageUrls,
	});

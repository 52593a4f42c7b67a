import { providerForm } from '../shared/operation/form';
import { videoTools } from './provider';

export const form = providerForm(videoTools.operations);
